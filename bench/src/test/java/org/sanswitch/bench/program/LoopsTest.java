package org.sanswitch.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.bench.program.Task.Kind;
import org.sanswitch.bench.program.Task.Transport;

/** Both programs of the workloads with event loops in one JVM, with every byte compared. */
@Timeout(60)
class LoopsTest extends ProgramsInOneJvm {

  /** Sizes that fit no buffer, and more connections than one. */
  static List<Task> everyWorkload() {
    List<Task> tasks = new ArrayList<>();
    for (Transport transport : List.of(Transport.TCP, Transport.TCP_POLLED)) {
      tasks.add(task(Kind.SELECT, transport, 16, 0, 3));
      tasks.add(task(Kind.SELECT_ALL, transport, 16, 0, 100));
      tasks.add(task(Kind.SELECT_PACED, transport, 16, 0, 2));
      tasks.add(task(Kind.SELECT_ALL, transport, 3_000_001, 0, 2));
    }
    tasks.add(task(Kind.SELECT_CONNECT, Transport.TCP, 16, 0, 5));
    tasks.add(task(Kind.SELECT_IDLE, Transport.TCP, 16, 20, 3));
    tasks.add(task(Kind.ASYNC, Transport.TCP, 16, 0, 1));
    tasks.add(task(Kind.ASYNC, Transport.TCP, 3_000_001, 0, 2));
    tasks.add(task(Kind.NETTY, Transport.TCP, 16, 0, 1));
    tasks.add(task(Kind.NETTY, Transport.TCP, 300_001, 0, 2));
    tasks.add(task(Kind.NETTY, Transport.NETTY_EPOLL, 16, 0, 2));
    for (Kind kind : List.of(Kind.SEND_FILE, Kind.RECEIVE_FILE)) {
      tasks.add(task(kind, Transport.TCP, 1, 0, 1));
      tasks.add(task(kind, Transport.TCP, 3_000_001, 0, 2));
    }
    return tasks;
  }

  private static Task task(Kind kind, Transport transport, int bytes, int count,
      int connections) {
    return new Task(kind, transport, bytes, count, connections, SHORT, true, "");
  }

  private Task here(Task task) {
    return new Task(task.kind(), task.transport(), task.bytes(), task.count(),
        task.connections(), task.timing(), task.verify(), place.toString());
  }

  @ParameterizedTest
  @MethodSource
  void everyWorkload(Task task) throws Exception {
    // The native code of Netty is there for some processors only.
    assumeTrue(task.transport() != Transport.NETTY_EPOLL
        || System.getProperty("os.arch").equals("amd64"));
    Task here = here(task);
    try (Service server = Service.of(here)) {
      CompletableFuture<Void> served = start(() -> {
        server.serve();
        return null;
      });
      CompletableFuture<Void> measured = start(() -> {
        LoopClient.run(here, Meeting.at(server.port()), ProcessHandle.current().pid());
        return null;
      });
      CompletableFuture.anyOf(served, measured).get(50, TimeUnit.SECONDS);
      CompletableFuture.allOf(served, measured).get(50, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"PINGPONG", "PACED", "STREAM", "CONNECT",
      "IDLE", "RECEIVE_FILE"})
  void bytesThatWereChangedAreFoundOut(Kind kind) throws Exception {
    Task task = here(task(kind, Transport.TCP, 16, 1, 1));
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(Meeting.at(0))) {
      CompletableFuture<Void> peer = start(() -> {
        while (true) {
          SocketChannel channel = listener.accept();
          var _ = start(() -> answerWithZeros(channel, task));
        }
      });
      IOException e = assertThrows(IOException.class, () -> LoopClient.run(task,
          (InetSocketAddress) listener.getLocalAddress(), ProcessHandle.current().pid()));
      assertEquals("byte at stream offset 0 ", e.getMessage().substring(0, 24));
      listener.close();
      assertThrows(ExecutionException.class, () -> peer.get(50, TimeUnit.SECONDS));
    }
  }

  private static Void answerWithZeros(SocketChannel channel, Task task) throws IOException {
    try (channel) {
      ByteBuffer message = ByteBuffer.allocate(task.bytes());
      while (channel.read(message.clear()) > 0) {
        channel.write(ByteBuffer.allocate(task.bytes()));
      }
      return null;
    }
  }

  @Test
  void aServerOfFilesFindsOutBytesThatWereChanged() throws Exception {
    Task task = here(task(Kind.RECEIVE_FILE, Transport.TCP, 16, 0, 1));
    try (Service server = Service.of(task);
        SocketChannel client = SocketChannel.open(Meeting.at(server.port()))) {
      client.write(ByteBuffer.allocate(16));
      IOException e = assertThrows(IOException.class, server::serve);
      assertTrue(e.getMessage().startsWith("byte at stream offset 0 "), e.getMessage());
    }
  }

  private static CompletableFuture<Void> start(Callable<Void> part) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return part.call();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }, THREADS);
  }
}
