package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/**
 * BLK-6, BLK-7: blocking calls of channels whose direct buffer is in an RDMA operation. They end with the
 * exceptions of the JDK, but not before the operation; and where that takes too long, WSPCloseSocket
 * forces it.
 */
@Timeout(60)
class CancelledRdmaTest {

  private static final byte OURS = 0x5A;
  private static final int SIZE = 60_000;
  private static final int SHORT_MILLIS = 50;

  private static SocketChannel[] channels(Net net) throws IOException {
    ServerSocketChannel listener = net.with(net.channels.openServerSocketChannel());
    listener.bind(Net.anyPort());
    SocketChannel client = net.with(net.channels.openSocketChannel());
    client.connect(listener.getLocalAddress());
    return new SocketChannel[]{client, net.with(listener.accept())};
  }

  private static void awaitRdma(Net net) {
    Bounded.await(() -> operations(net) > 0, "RDMA has begun");
  }

  private static int operations(Net net) {
    return net.provider.since(0, Downcall.RDMA_READ).size()
        + net.provider.since(0, Downcall.RDMA_WRITE).size();
  }

  private static List<Downcall> closes(Net net) {
    return net.provider.since(0, Downcall.CLOSE)
      .stream()
      .filter(close -> net.provider.since(0, Downcall.SEND)
        .stream()
        .anyMatch(send -> send.socket() == close.socket()))
      .toList();
  }

  private static void end(Way way, SocketChannel channel, Blocking blocking) throws IOException {
    if (way == Way.CLOSE) {
      channel.close();
    } else {
      blocking.thread.interrupt();
    }
  }

  private static void assertThrown(Way way, Blocking blocking) throws InterruptedException {
    if (way == Way.CLOSE) {
      blocking.thrown(AsynchronousCloseException.class);
    } else {
      blocking.thrown(ClosedByInterruptException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"true,CLOSE,PLATFORM", "true,INTERRUPT,PLATFORM", "true,CLOSE,VIRTUAL",
      "false,CLOSE,PLATFORM", "false,INTERRUPT,VIRTUAL"})
  @Rules({"BLK-6", "BLK-10"})
  void aWriteThatIsCancelledWaitsForTheOperationOnItsBuffer(boolean read, Way way, On on)
      throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, Net.NEVER_MILLIS)) {
      SocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      ByteBuffer source = ByteBuffer.allocateDirect(SIZE);
      Blocking write = Blocking.start(on, () -> pair[0].write(source));
      awaitRdma(net);
      end(way, pair[0], write);
      assertFalse(write.endsWithin(SHORT_MILLIS), "RDMA has the buffer");
      assertEquals(List.of(), closes(net));
      net.provider.release();
      assertThrown(way, write);
      fill(source);
      ByteBuffer all = ByteBuffer.allocate(SIZE);
      while (pair[1].read(all) > 0) {
        // Until all is there, or the end.
      }
      for (int i = 0; i < all.position(); i++) {
        assertEquals(0, all.get(i), "byte " + i);
      }
      assertTrue(all.position() > 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"true,CLOSE,PLATFORM", "true,INTERRUPT,PLATFORM", "true,CLOSE,VIRTUAL",
      "false,CLOSE,PLATFORM", "false,INTERRUPT,VIRTUAL"})
  @Rules({"BLK-6", "BLK-7"})
  void aWriteWhoseOperationTakesTooLongIsEndedByWspCloseSocket(boolean read, Way way, On on)
      throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, SHORT_MILLIS)) {
      SocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      ByteBuffer source = ByteBuffer.allocateDirect(SIZE);
      Blocking write = Blocking.start(on, () -> pair[0].write(source));
      awaitRdma(net);
      end(way, pair[0], write);
      assertThrown(way, write);
      assertFalse(closes(net).isEmpty(), "WSPCloseSocket");
      fill(source);
      net.provider.release();
      ByteBuffer all = ByteBuffer.allocate(SIZE);
      try {
        while (pair[1].read(all) > 0) {
          // Until the reset.
        }
      } catch (IOException e) {
        assertEquals("Connection reset", e.getMessage());
      }
      for (int i = 0; i < all.position(); i++) {
        assertEquals(0, all.get(i), "byte " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true,CLOSE", "true,INTERRUPT", "false,CLOSE", "false,INTERRUPT"})
  @Rules({"BLK-6", "BLK-10"})
  void aReadThatIsCancelledWaitsForTheOperationOnItsBuffer(boolean read, Way way)
      throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, Net.NEVER_MILLIS)) {
      SocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
      Blocking blocked = Blocking.blocked(On.PLATFORM, () -> pair[0].read(target));
      Blocking write = Blocking.start(On.PLATFORM, () -> pair[1].write(zeros()));
      awaitRdma(net);
      end(way, pair[0], blocked);
      assertFalse(blocked.endsWithin(SHORT_MILLIS), "RDMA has the buffer");
      assertEquals(List.of(), closes(net));
      net.provider.release();
      assertThrown(way, blocked);
      write.endsWithin(Net.NEVER_MILLIS);
    }
  }

  @ParameterizedTest
  @CsvSource({"true,CLOSE", "true,INTERRUPT", "false,CLOSE", "false,INTERRUPT"})
  @Rules({"BLK-6", "BLK-7"})
  void aReadWhoseOperationTakesTooLongIsEndedByWspCloseSocket(boolean read, Way way)
      throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, SHORT_MILLIS)) {
      SocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
      Blocking blocked = Blocking.blocked(On.PLATFORM, () -> pair[0].read(target));
      Blocking write = Blocking.start(On.PLATFORM, () -> pair[1].write(zeros()));
      awaitRdma(net);
      end(way, pair[0], blocked);
      assertThrown(way, blocked);
      assertFalse(closes(net).isEmpty(), "WSPCloseSocket");
      fill(target);
      net.provider.release();
      write.endsWithin(Net.NEVER_MILLIS);
      net.provider.awaitOpen(open -> open.stream().noneMatch(StallingSocket::isBusy),
          "late answers were given");
      for (int i = 0; i < target.capacity(); i++) {
        assertEquals(OURS, target.get(i), "byte " + i);
      }
    }
  }

  /** A provider that does not even answer WSPCloseSocket holds nothing up for ever. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Rules("BLK-7")
  void aProviderThatNeverLetsGoOfTheBufferIsBounded(boolean read) throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, SHORT_MILLIS)) {
      SocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA, Stall.ABORTS, Stall.HANDLES);
      ByteBuffer source = ByteBuffer.allocateDirect(SIZE);
      Blocking write = Blocking.start(On.PLATFORM, () -> pair[0].write(source));
      awaitRdma(net);
      pair[0].close();
      write.thrown(AsynchronousCloseException.class);
    }
  }

  /** BLK-5: with a heap buffer the bytes are the switch's. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Rules("BLK-5")
  void aWriteThroughStagingEndsAtOnce(boolean read) throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, Net.NEVER_MILLIS)) {
      SocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      ByteBuffer source = ByteBuffer.allocate(2 << 20);
      Blocking write = Blocking.blocked(On.PLATFORM, () -> pair[0].write(source));
      pair[0].close();
      assertTrue((Integer) write.result() > 0, "what was taken before the close");
    }
  }

  private static ByteBuffer zeros() {
    return ByteBuffer.allocateDirect(SIZE);
  }

  private static void fill(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, OURS);
    }
  }
}
