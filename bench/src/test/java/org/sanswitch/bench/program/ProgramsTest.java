package org.sanswitch.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sanswitch.bench.program.Task.Kind;

class ProgramsTest {

  @ParameterizedTest
  @CsvSource({"PINGPONG, 16, false", "PINGPONG, 100000, true", "STREAM, 64, false",
      "STREAM, 7, true", "STREAM, 65536, false"})
  void everyWorkloadMovesItsBytesUnchanged(Kind kind, int bytes, boolean polling)
      throws Exception {
    Task task = new Task(kind, bytes, 20, 20, true, polling);
    try (ServerSocketChannel listener = listener()) {
      CompletableFuture<Void> server = CompletableFuture.runAsync(() -> serve(listener, task));
      try (SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
        channel.configureBlocking(!polling);
        if (kind == Kind.PINGPONG) {
          PingPong.client(channel, task);
        } else {
          Streaming.client(channel, task);
        }
      }
      server.get();
    }
  }

  @Test
  void aPeerThatSendsOtherBytesIsFoundOut() throws Exception {
    Task verifying = new Task(Kind.PINGPONG, 16, 20, 20, true, false);
    try (ServerSocketChannel listener = listener();
        SocketChannel channel = SocketChannel.open(listener.getLocalAddress());
        SocketChannel peer = listener.accept()) {
      peer.write(ByteBuffer.allocate(16));
      IOException e =
          assertThrows(IOException.class, () -> PingPong.client(channel, verifying));
      assertEquals("byte at stream offset 0 ", e.getMessage().substring(0, 24));
    }
  }

  @Test
  void argumentsMakeTheSameTaskAgain() {
    Task task = new Task(Kind.STREAM, 64, 1, 2, true, false);
    assertEquals(task, Task.parse(task.arguments().toArray(String[]::new)));
  }

  private static ServerSocketChannel listener() throws IOException {
    return ServerSocketChannel.open()
      .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static void serve(ServerSocketChannel listener, Task task) {
    try (SocketChannel channel = listener.accept()) {
      channel.configureBlocking(!task.polling());
      if (task.kind() == Kind.PINGPONG) {
        PingPong.server(channel, task);
      } else {
        Streaming.server(channel, task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
