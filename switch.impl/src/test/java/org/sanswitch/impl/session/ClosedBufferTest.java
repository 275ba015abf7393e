package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.rules.Rules;

/** Buffers whose arena the application has closed: refused as by the JDK, and nothing else happens. */
class ClosedBufferTest {

  private static final int SIZE = 3_000;

  private static ByteBuffer closed() {
    try (Arena arena = Arena.ofShared()) {
      return arena.allocate(SIZE).asByteBuffer();
    }
  }

  /** What is expected of the switch: the JDK does the same. */
  @Test
  void theJdkRefusesThemAndTheConnectionGoesOn() throws IOException {
    try (ServerSocketChannel listener =
        ServerSocketChannel.open()
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel a = SocketChannel.open(listener.getLocalAddress());
        SocketChannel b = listener.accept()) {
      assertThrows(IllegalStateException.class, () -> a.write(closed()));
      assertEquals(1, a.write(ByteBuffer.wrap(new byte[]{7})));
      assertThrows(IllegalStateException.class, () -> b.read(closed()));
      assertEquals(1, b.read(ByteBuffer.allocate(8)));
    }
  }

  @ParameterizedTest
  @EnumSource(TransferWay.class)
  @Rules("BLK-5")
  void theyAreRefusedAndTheConnectionGoesOn(TransferWay way) throws IOException {
    FakeFabric.Limits limits =
        way == TransferWay.NONE ? FakeFabric.Limits.WIDE : LargePair.limits(way);
    try (Pair pair = new Pair(new FakeFabric(limits), LargePair.SETTINGS).connect()) {
      ByteBuffer gone = closed();
      assertThrows(IllegalStateException.class, () -> pair.a.tryWrite(gone));
      assertThrows(IllegalStateException.class, () -> pair.a.writeAwaited(gone));
      pair.a.settleWrite();
      byte[] bytes = LargePair.bytes(8);
      assertEquals(8, pair.a.tryWrite(bytes, 0, 8));
      pair.settle();
      assertThrows(IllegalStateException.class, () -> pair.b.tryRead(gone));
      assertThrows(IllegalStateException.class, () -> pair.b.readAwaited(gone));
      pair.b.settleRead();
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, 8));
      assertEquals(SIZE, gone.remaining());
      assertNull(pair.a.endReason());
      assertNull(pair.b.endReason());
    }
  }

  /** As the JDK's read of a virtual thread: nothing keeps the arena open while a call waits. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules({"BLK-5", "MEM-2"})
  void aBufferThatIsClosedWhileItsCallWaitsLosesNothing(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      Arena arena = Arena.ofShared();
      ByteBuffer target = arena.allocate(SIZE).asByteBuffer();
      assertEquals(0, pair.b.readAwaited(target));
      byte[] bytes = LargePair.bytes(SIZE);
      pair.a.tryWrite(bytes, 0, SIZE);
      arena.close();
      pair.settle();
      assertThrows(IllegalStateException.class, () -> pair.b.readAwaited(target));
      pair.b.settleRead();
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, SIZE));
      assertNull(pair.b.endReason());
    }
  }
}
