package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

@Timeout(60)
class SocketChannelTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes());
  }

  private static String read(SocketChannel channel, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      continue;
    }
    return new String(buffer.array(), 0, buffer.position());
  }

  @ParameterizedTest
  @EnumSource
  @Rules("LIS-3")
  void oneThreadBindsConnectsAndAcceptsLIS3(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      assertEquals(5, pair.client().write(bytes("hello")));
      assertEquals("hello", read(pair.server(), 5));
      assertTrue(pair.client().isConnected());
      assertFalse(pair.client().isConnectionPending());
      assertEquals(pair.client().getLocalAddress(), pair.server().getRemoteAddress());
      assertEquals(pair.client().getRemoteAddress(), pair.server().getLocalAddress());
      assertTrue(((InetSocketAddress) pair.client().getLocalAddress()).getPort() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("SOC-1")
  void keepsABoundLocalAddressSOC1(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      var listener = kit.listening();
      SocketChannel client = kit.channel();
      client.bind(new InetSocketAddress(0));
      int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
      client.connect(listener.getLocalAddress());
      assertEquals(port, ((InetSocketAddress) client.getLocalAddress()).getPort());
      assertEquals(client.getLocalAddress(), listener.accept().getRemoteAddress());
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsTheProviderThatMadeIt(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      assertEquals(kit.provider, kit.channel().provider());
      assertEquals(kit.provider, kit.listening().provider());
      assertEquals(kit.provider, kit.with(kit.provider.openSelector()).provider());
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsAndWritesHeapAndDirectBuffersInPlace(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      for (ByteBuffer source : new ByteBuffer[]{ByteBuffer.allocate(10),
          ByteBuffer.allocateDirect(10)}) {
        source.put("0123456789".getBytes()).position(2).limit(6);
        assertEquals(4, pair.client().write(source.asReadOnlyBuffer()));
        assertEquals(4, pair.client().write(source));
        assertEquals(6, source.position());
        ByteBuffer target = ByteBuffer.allocateDirect(20).position(3).limit(11);
        while (target.hasRemaining()) {
          pair.server().read(target);
        }
        assertEquals(11, target.position());
        byte[] got = new byte[8];
        target.get(3, got);
        assertArrayEquals("23452345".getBytes(), got);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gathersAndScatters(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      ByteBuffer[] sources = {bytes("skip"), bytes("ab"), ByteBuffer.allocate(0), bytes("cdef")};
      assertEquals(6, pair.client().write(sources, 1, 3));
      assertEquals(4, sources[0].remaining());
      ByteBuffer[] targets = {ByteBuffer.allocate(1), ByteBuffer.allocate(0),
          ByteBuffer.allocate(3), ByteBuffer.allocate(9)};
      long n = 0;
      while (n < 6) {
        n += pair.server().read(targets);
      }
      assertEquals("a", new String(targets[0].array()));
      assertEquals("bcd", new String(targets[2].array()));
      assertEquals(2, targets[3].position());
      assertThrows(IndexOutOfBoundsException.class, () -> pair.server().read(targets, 3, 2));
      assertThrows(IndexOutOfBoundsException.class, () -> pair.server().write(targets, -1, 2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void transfersOfNothingDoNotBlock(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      assertEquals(0, pair.client().read(ByteBuffer.allocate(0)));
      assertEquals(0, pair.client().write(ByteBuffer.allocate(0)));
      assertEquals(0, pair.client().read(new ByteBuffer[]{ByteBuffer.allocate(0)}));
      assertEquals(0, pair.client().write(new ByteBuffer[0]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesReadOnlyBuffers(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      ByteBuffer readOnly = ByteBuffer.allocate(4).asReadOnlyBuffer();
      assertThrowsExactly(IllegalArgumentException.class, () -> pair.client().read(readOnly));
      assertThrowsExactly(IllegalArgumentException.class,
          () -> pair.client().read(new ByteBuffer[]{ByteBuffer.allocate(1), readOnly}));
      assertThrows(NullPointerException.class,
          () -> pair.client().read((ByteBuffer) null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void movesManyMegabytesBothWaysAtOnce(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      byte[] data = new byte[3_000_001];
      new Random(7).nextBytes(data);
      Blocking there =
          Blocking.start(On.PLATFORM, () -> pair.client().write(ByteBuffer.wrap(data)));
      Blocking back = Blocking.start(On.VIRTUAL, () -> {
        ByteBuffer all = ByteBuffer.wrap(data);
        while (all.hasRemaining()) {
          pair.server().write(all);
        }
        return all.position();
      });
      Blocking reader = Blocking.start(On.VIRTUAL, () -> readAll(pair.client(), data.length));
      assertArrayEquals(data, readAll(pair.server(), data.length));
      assertArrayEquals(data, (byte[]) reader.result());
      assertEquals(data.length, there.result());
      assertEquals(data.length, back.result());
    }
  }

  private static byte[] readAll(SocketChannel channel, int count) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(count);
    while (all.hasRemaining() && channel.read(all) >= 0) {
      continue;
    }
    return all.array();
  }

  @ParameterizedTest
  @EnumSource
  void sendsAFileByTransferTo(Kit.Sort sort, @TempDir Path directory) throws Exception {
    Path file = directory.resolve("data");
    byte[] data = new byte[200_000];
    new Random(11).nextBytes(data);
    Files.write(file, data);
    try (Kit kit = new Kit(sort); FileChannel source = FileChannel.open(file)) {
      Kit.Channels pair = kit.channels();
      Blocking reader = Blocking.start(On.PLATFORM, () -> readAll(pair.server(), data.length));
      long sent = 0;
      while (sent < data.length) {
        sent += source.transferTo(sent, data.length - sent, pair.client());
      }
      assertArrayEquals(data, (byte[]) reader.result());
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfCloseLeavesTheOtherDirectionSES9(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      pair.client().write(bytes("last"));
      pair.client().shutdownOutput();
      pair.client().shutdownOutput();
      assertEquals("last", read(pair.server(), 10));
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
      assertThrowsExactly(AsynchronousCloseException.class,
          () -> pair.client().write(bytes("x")));
      pair.server().write(bytes("back"));
      assertEquals("back", read(pair.client(), 4));
      pair.client().shutdownInput();
      assertEquals(-1, pair.client().read(ByteBuffer.allocate(1)));
      assertEquals(-1, pair.client().read(ByteBuffer.allocate(0)));
      assertTrue(pair.client().isOpen());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void shutdownInputEndsABlockedRead(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Blocking read =
          Blocking.blocked(on, () -> pair.client().read(ByteBuffer.allocate(1)));
      pair.client().shutdownInput();
      assertEquals(-1, read.result());
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheEndOfStreamAfterAnOrderlyClose(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      pair.client().write(bytes("bye"));
      pair.client().close();
      assertEquals("bye", read(pair.server(), 9));
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lingerOfZeroResetsThePeer(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
      pair.client().close();
      SocketException e = assertThrowsExactly(SocketException.class,
          () -> pair.server().read(ByteBuffer.allocate(1)));
      assertEquals("Connection reset", e.getMessage());
      IOException broken =
          assertThrowsExactly(IOException.class, () -> pair.server().write(bytes("x")));
      assertEquals("Broken pipe", broken.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeWithUnreadDataResetsThePeer(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      pair.client().write(bytes("unread"));
      read(pair.server(), 1);
      pair.server().close();
      assertThrowsExactly(SocketException.class,
          () -> pair.client().read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void interruptClosesABlockedReadBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Blocking read = Blocking.blocked(on, () -> pair.client().read(ByteBuffer.allocate(1)));
      read.thread.interrupt();
      read.thrown(ClosedByInterruptException.class);
      assertTrue(read.interruptedAfterwards());
      assertFalse(pair.client().isOpen());
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void setInterruptStatusCountsThoughDataIsWaitingBLK10(Kit.Sort sort, On on)
      throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      pair.server().write(bytes("waiting"));
      Blocking read = Blocking.start(on, () -> {
        Thread.currentThread().interrupt();
        return pair.client().read(ByteBuffer.allocate(1));
      });
      read.thrown(ClosedByInterruptException.class);
      assertTrue(read.interruptedAfterwards());
      assertFalse(pair.client().isOpen());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void closeEndsABlockedRead(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Blocking read = Blocking.blocked(on, () -> pair.client().read(ByteBuffer.allocate(1)));
      pair.client().close();
      read.thrown(AsynchronousCloseException.class);
    }
  }

  private static int fill(SocketChannel channel) throws IOException {
    while (true) {
      channel.write(ByteBuffer.allocate(64 * 1024));
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void closeEndsABlockedWrite(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Blocking write = Blocking.blocked(on, () -> fill(pair.client()));
      pair.client().close();
      // A write that was cut short succeeds, and the next one finds the channel closed.
      Throwable end = write.thrownAny();
      assertTrue(end instanceof ClosedChannelException, end::toString);
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void interruptEndsABlockedWrite(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Blocking write = Blocking.blocked(on, () -> fill(pair.client()));
      write.thread.interrupt();
      write.thrown(ClosedByInterruptException.class);
      assertTrue(write.interruptedAfterwards());
      assertFalse(pair.client().isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAConnectThatNobodyListensTo(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel client = kit.channel();
      InetSocketAddress nobody = kit.refusing();
      ConnectException e =
          assertThrowsExactly(ConnectException.class, () -> client.connect(nobody));
      assertEquals("Connection refused", e.getMessage());
      assertFalse(client.isOpen());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-3")
  void closeEndsABlockedConnectBLK3(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel client = kit.channel();
      InetSocketAddress silent = kit.unresponsive();
      Blocking connect = Blocking.blocked(on, () -> client.connect(silent));
      assertTrue(client.isConnectionPending());
      client.close();
      connect.thrown(AsynchronousCloseException.class);
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void interruptEndsABlockedConnectBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel client = kit.channel();
      InetSocketAddress silent = kit.unresponsive();
      Blocking connect = Blocking.blocked(on, () -> client.connect(silent));
      connect.thread.interrupt();
      connect.thrown(ClosedByInterruptException.class);
      assertTrue(connect.interruptedAfterwards());
      assertFalse(client.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsInWrongStates(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel fresh = kit.channel();
      assertThrowsExactly(NotYetConnectedException.class,
          () -> fresh.read(ByteBuffer.allocate(1)));
      assertThrowsExactly(NotYetConnectedException.class, () -> fresh.write(bytes("x")));
      assertThrowsExactly(NotYetConnectedException.class, fresh::shutdownInput);
      assertThrowsExactly(NoConnectionPendingException.class, fresh::finishConnect);
      assertThrowsExactly(UnresolvedAddressException.class,
          () -> fresh.connect(InetSocketAddress.createUnresolved("nowhere", 1)));
      assertNull(fresh.getRemoteAddress());
      assertNull(fresh.getLocalAddress());
      assertTrue(fresh.isOpen());

      Kit.Channels pair = kit.channels();
      assertThrowsExactly(AlreadyConnectedException.class,
          () -> pair.client().connect(pair.client().getRemoteAddress()));
      assertThrowsExactly(AlreadyConnectedException.class,
          () -> pair.server().connect(pair.client().getRemoteAddress()));
      assertTrue(pair.client().finishConnect());

      pair.client().close();
      pair.client().close();
      assertFalse(pair.client().isConnected());
      assertThrowsExactly(ClosedChannelException.class,
          () -> pair.client().read(ByteBuffer.allocate(1)));
      assertThrowsExactly(ClosedChannelException.class, () -> pair.client().write(bytes("x")));
      assertThrowsExactly(ClosedChannelException.class, pair.client()::getLocalAddress);
      assertThrowsExactly(ClosedChannelException.class, pair.client()::shutdownOutput);
      assertThrowsExactly(ClosedChannelException.class,
          () -> pair.client().getOption(StandardSocketOptions.SO_LINGER));
      assertThrowsExactly(ClosedChannelException.class,
          () -> pair.client().configureBlocking(false));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("SOC-5")
  void opensChannelsByProtocolFamilySOC5(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel ipv4 = kit.with(kit.provider.openSocketChannel(StandardProtocolFamily.INET));
      assertThrows(RuntimeException.class,
          () -> ipv4.connect(new InetSocketAddress("::1", 80)));
      try (SocketChannel unix = kit.provider.openSocketChannel(StandardProtocolFamily.UNIX)) {
        assertTrue(unix.getClass().getName().startsWith("sun.nio.ch"));
      }
    }
  }

  @Test
  void allocatesNothingOnASan() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN)) {
      Kit.Channels pair = kit.channels();
      ByteBuffer out = ByteBuffer.allocate(16);
      ByteBuffer in = ByteBuffer.allocateDirect(16);
      var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      int rounds = 20_000;
      exchange(pair, out, in, rounds);
      long before = threads.getCurrentThreadAllocatedBytes();
      exchange(pair, out, in, rounds);
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(bytes < rounds, () -> bytes + " bytes in " + rounds + " rounds");
    }
  }

  private static void exchange(Kit.Channels pair, ByteBuffer out, ByteBuffer in, int rounds)
      throws IOException {
    for (int i = 0; i < rounds; i++) {
      pair.client().write(out.clear());
      pair.server().read(in.clear());
    }
  }
}
