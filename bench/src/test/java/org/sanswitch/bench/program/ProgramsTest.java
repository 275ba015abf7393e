package org.sanswitch.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.bench.program.Task.Kind;
import org.sanswitch.bench.program.Task.Timing;
import org.sanswitch.bench.program.Task.Transport;

/** Both programs in one JVM, with every byte compared. */
@Timeout(60)
class ProgramsTest extends ProgramsInOneJvm {

  /** Each shape of traffic, with sizes that fit no buffer and more connections than one. */
  static List<Task> everyWorkloadOnEveryTransport() {
    List<Task> tasks = new ArrayList<>();
    for (Transport transport : EnumSet.complementOf(EnumSet.of(Transport.NETTY_EPOLL))) {
      tasks.add(traffic(Kind.PINGPONG, transport, 16, 1));
      tasks.add(traffic(Kind.PINGPONG, transport, 100_000, 2));
      tasks.add(traffic(Kind.PACED, transport, 16, 2));
      tasks.add(traffic(Kind.STREAM, transport, 7, 2));
      tasks.add(traffic(Kind.STREAM, transport, 3_000_001, 1));
    }
    for (Transport transport : List.of(Transport.TCP, Transport.UNIX)) {
      tasks.add(traffic(Kind.CONNECT, transport, 16, 2));
      tasks.add(new Task(Kind.IDLE, transport, 16, 20, 1, SHORT, true, ""));
    }
    return tasks;
  }

  private static Task traffic(Kind kind, Transport transport, int bytes, int connections) {
    return new Task(kind, transport, bytes, 0, connections, SHORT, true, "");
  }

  @ParameterizedTest
  @MethodSource
  void everyWorkloadOnEveryTransport(Task task) throws Exception {
    Task here = new Task(task.kind(), task.transport(), task.bytes(), task.count(),
        task.connections(), task.timing(), task.verify(), place.toString());
    try (Carrier server = Carrier.server(here)) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(() -> serve(server, here), THREADS);
      try (Carrier client = Carrier.client(here, server.port())) {
        CompletableFuture<Void> measured =
            CompletableFuture.runAsync(() -> measure(client, here), THREADS);
        CompletableFuture.anyOf(served, measured).get(50, TimeUnit.SECONDS);
        CompletableFuture.allOf(served, measured).get(50, TimeUnit.SECONDS);
      }
    }
  }

  private static void serve(Carrier carrier, Task task) {
    try {
      Server.serve(carrier, task);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static void measure(Carrier carrier, Task task) {
    try {
      Client.run(carrier, task, ProcessHandle.current().pid());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"TCP", "TCP_POLLED", "UNIX", "AERON", "RING"})
  void bytesThatWereChangedAreFoundOut(Transport transport) throws Exception {
    Task task = new Task(Kind.PINGPONG, transport, 16, 0, 1, SHORT, true, place.toString());
    try (Carrier server = Carrier.server(task)) {
      CompletableFuture<Void> peer =
          CompletableFuture.runAsync(() -> answerWithZeros(server), THREADS);
      try (Carrier client = Carrier.client(task, server.port());
          PingPong load = new PingPong(client.next(), task)) {
        IOException e = assertThrows(IOException.class, load::roundTrip);
        assertEquals("byte at stream offset 0 ", e.getMessage().substring(0, 24));
      }
      peer.get(50, TimeUnit.SECONDS);
    }
  }

  private static void answerWithZeros(Carrier carrier) {
    try (Wire wire = carrier.next()) {
      Transfer.readFully(wire, ByteBuffer.allocateDirect(16));
      wire.write(ByteBuffer.allocateDirect(16));
      assertTrue(wire.read(ByteBuffer.allocateDirect(1)) <= 0);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void argumentsMakeTheSameTaskAgain() {
    Task task = new Task(Kind.STREAM, Transport.UNIX, 64, 5, 8, new Timing(1, 2, 3, 4), true,
        "/dev/shm/a=b");
    assertEquals(task, Task.parse(task.arguments().toArray(String[]::new)));
  }
}
