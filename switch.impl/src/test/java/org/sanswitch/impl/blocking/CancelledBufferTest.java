package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/**
 * BLK-5: a transfer that was cancelled has let go of the application's buffer when its call ends;
 * what the provider does later neither writes it nor reads it. RDMA on the buffer itself is in {@link
 * CancelledRdmaTest}.
 */
@Timeout(60)
@Rules("BLK-5")
class CancelledBufferTest {

  private static final byte OURS = 0x5A;

  @ParameterizedTest
  @CsvSource({"SOCKET,CLOSE", "SOCKET,TIMEOUT", "SOCKET,INTERRUPT", "ADAPTOR,CLOSE",
      "ADAPTOR,TIMEOUT", "ADAPTOR,INTERRUPT"})
  void aReadThatHasEndedWritesNothingMore(Kind kind, Way way) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Call.Blocked read =
          Call.READ.start(net, kind, On.VIRTUAL, Provider.STALLS, way == Way.TIMEOUT);
      way.cancel(read);
      Arrays.fill(read.buffer(), OURS);
      net.provider.release();
      net.provider.awaitOpen(open -> open.stream().noneMatch(StallingSocket::isBusy),
          "late answers were given");
      assertAllOurs(ByteBuffer.wrap(read.buffer()));
      read.closeable().close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChannelsReadThatHasEndedWritesNothingMore(boolean direct) throws Exception {
    try (Net net = Net.ofSwitch()) {
      SocketChannel[] pair = channels(net);
      ByteBuffer target = direct ? ByteBuffer.allocateDirect(64) : ByteBuffer.allocate(64);
      net.provider.hold(Stall.RECEIVES);
      pair[1].write(ByteBuffer.wrap(new byte[10]));
      Blocking read = Blocking.blocked(On.PLATFORM, () -> pair[0].read(target));
      pair[0].close();
      read.thrown(AsynchronousCloseException.class);
      fill(target);
      net.provider.release();
      net.provider.awaitOpen(open -> open.stream().noneMatch(StallingSocket::isBusy),
          "late answers were given");
      assertEquals(0, target.position());
      assertAllOurs(target);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChannelsWriteThatHasEndedTakesNothingMore(boolean direct) throws Exception {
    try (Net net = Net.ofSwitch()) {
      SocketChannel[] pair = channels(net);
      int size = 1 << 20;
      ByteBuffer source = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
      net.provider.hold(Stall.RECEIVES, Stall.SENDS);
      Blocking write = Blocking.blocked(On.PLATFORM, () -> pair[0].write(source));
      pair[0].close();
      assertTrue((Integer) write.result() > 0, "what was taken before the close");
      fill(source.clear());
      net.provider.release();
      assertNoneOurs(block -> pair[1].read(ByteBuffer.wrap(block)));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"SOCKET", "ADAPTOR"})
  void aWriteThatHasEndedTakesNothingMore(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      byte[] source = new byte[1 << 20];
      net.provider.hold(Stall.RECEIVES, Stall.SENDS);
      Blocking write = Blocking.blocked(On.PLATFORM, () -> {
        pair.client().write(source);
        return null;
      });
      pair.client().close();
      write.thrownAny();
      Arrays.fill(source, OURS);
      net.provider.release();
      assertNoneOurs(pair.server()::read);
    }
  }

  private interface Source {
    int read(byte[] block) throws IOException;
  }

  private static void assertNoneOurs(Source source) throws IOException {
    byte[] block = new byte[4_096];
    long all = 0;
    for (int n = source.read(block); n > 0; n = source.read(block)) {
      for (int i = 0; i < n; i++) {
        assertEquals(0, block[i], "byte " + (all + i));
      }
      all += n;
    }
    assertTrue(all > 0, "what was taken before the close");
  }

  private static SocketChannel[] channels(Net net) throws IOException {
    ServerSocketChannel listener = net.with(net.channels.openServerSocketChannel());
    listener.bind(Net.anyPort());
    SocketChannel client = net.with(net.channels.openSocketChannel());
    client.connect(listener.getLocalAddress());
    return new SocketChannel[]{client, net.with(listener.accept())};
  }

  private static void fill(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, OURS);
    }
  }

  private static void assertAllOurs(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      assertEquals(OURS, buffer.get(i), "byte " + i);
    }
  }
}
