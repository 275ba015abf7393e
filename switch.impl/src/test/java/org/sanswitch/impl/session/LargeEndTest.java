package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.api.EndReason;
import org.sanswitch.rules.Rules;

/** Ends of a session with large transfers under way. */
class LargeEndTest {

  private static final int SIZE = 4_000;

  /** Begins a transfer that is held, and lets its announcement arrive. */
  private static byte[] begin(Pair pair) throws IOException {
    LargePair.hold(pair, true);
    byte[] bytes = LargePair.bytes(SIZE);
    assertEquals(SIZE, pair.a.tryWrite(bytes, 0, SIZE));
    pair.settle();
    return bytes;
  }

  /** As {@link #begin}, where a read waits; {@return its buffer, into which the transfer goes} */
  private static ByteBuffer beginIntoReader(Pair pair) throws IOException {
    ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
    assertEquals(0, pair.b.readAwaited(target));
    begin(pair);
    assertEquals(0, pair.b.readAwaited(target));
    return target;
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("SES-9")
  void theEndOfTheStreamIsBehindATransfer(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      byte[] bytes = begin(pair);
      pair.a.shutdownOutput();
      pair.settle();
      int first = Pair.drain(pair.b);
      assertFalse(pair.b.isReadable());
      LargePair.hold(pair, false);
      pair.settle();
      assertEquals(SIZE - first, LargePair.read(pair, pair.b, SIZE).length);
      assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
      assertEquals(bytes.length, pair.counterOfB.received);
    }
  }

  /** The last transfer may come after a read has looked, and before it has seen that the stream has ended. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("SES-9")
  @Timeout(60)
  void aTransferThatComesWhileAReadLooksIsNotSkippedByTheEndOfTheStream(TransferWay way)
      throws Exception {
    for (int i = 0; i < 400; i++) {
      boolean awaited = i % 2 == 0;
      try (Pair pair = LargePair.of(way)) {
        begin(pair);
        pair.a.shutdownOutput();
        pair.settle();
        int first = Pair.drain(pair.b);
        ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
        CompletableFuture<Integer> rest = CompletableFuture.supplyAsync(() -> {
          try {
            int count = 0;
            while (count == 0) {
              count = awaited
                  ? pair.b.readAwaited(target)
                  : pair.b.tryRead(new byte[SIZE], 0, SIZE);
            }
            return count;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
        LargePair.hold(pair, false);
        while (!rest.isDone()) {
          pair.settle();
        }
        assertTrue(rest.get() > 0, "round " + i + ": the end, though " + first + " of " + SIZE
            + " bytes had been read");
        pair.b.settleRead();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("CLO-7")
  void aGracefulCloseWaitsForTheTransfersUnderWay(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      byte[] bytes = begin(pair);
      pair.a.close();
      pair.settle();
      assertEquals(0, pair.fabric.a.closes);
      LargePair.hold(pair, false);
      pair.pass(10_000_000);
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, SIZE));
      assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
      pair.pass(10_000_000);
      assertEquals(EndReason.CLOSED, pair.a.endReason());
      assertEquals(1, pair.fabric.a.closes);
      assertEquals(1, pair.fabric.a.registeredAtClose, "the receives that are posted");
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules({"CLO-7", "BLK-7"})
  void aGracefulCloseWithATransferThatNeverEndsIsBounded(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      begin(pair);
      pair.a.close();
      pair.pass(LargePair.SETTINGS.closeNanos() / 2);
      assertNull(pair.a.endReason());
      pair.pass(LargePair.SETTINGS.closeNanos());
      assertEquals(EndReason.CLOSE_TIMEOUT, pair.a.endReason());
      assertEquals(1, pair.fabric.a.closes);
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("CLO-9")
  void aPeerThatDiesInTheMiddleIsAResetBehindWhatCame(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      begin(pair);
      pair.a.shutdownOutput();
      pair.settle();
      pair.fabric.a.die();
      pair.settle();
      byte[] target = new byte[SIZE];
      int first = pair.b.tryRead(target, 0, SIZE);
      assertFalse(first <= 0, "the first part has come");
      SocketException e =
          assertThrows(SocketException.class, () -> pair.b.tryRead(target, 0, SIZE));
      assertEquals("Connection reset", e.getMessage());
      assertEquals(EndReason.PEER_DIED, pair.b.endReason());
    }
  }

  /** What had come is read, although it lay in the buffer of a read that waits already. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("CLO-9")
  void whatCameBeforeTheEndOfTheConnectionIsReadAlsoByACallThatWaits(TransferWay way)
      throws IOException {
    try (Pair pair = LargePair.of(way)) {
      ByteBuffer target = beginIntoReader(pair);
      pair.fabric.a.die();
      pair.settle();
      int first = pair.b.readAwaited(target);
      assertFalse(first <= 0, "the first part has come");
      assertThrows(SocketException.class, () -> pair.b.readAwaited(target));
      pair.b.settleRead();
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("CLO-9")
  void aWriterLearnsThatThePeerHasGoneInTheMiddle(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      LargePair.hold(pair, true);
      ByteBuffer source = LargePair.direct(SIZE);
      int before = pair.fabric.a.memory.count();
      assertEquals(0, pair.a.writeAwaited(source));
      pair.settle();
      pair.fabric.b.die();
      pair.settle();
      assertThrows(SocketException.class, () -> pair.a.writeAwaited(source));
      pair.a.settleWrite();
      assertEquals(before, pair.fabric.a.memory.count());
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  void aPeerThatResetsInTheMiddleSaysSo(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      begin(pair);
      pair.a.reset(EndReason.RESET_LOCALLY);
      pair.settle();
      assertEquals(EndReason.RESET_BY_PEER, pair.b.endReason());
    }
  }

  /** The close saw the transfer under way and left the rest to the reader, whose transfer then came as ever. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("BLK-6")
  void aCloseThatIsLeftToAReaderIsDecidedAlsoWhereItsTransferHasCome(TransferWay way)
      throws IOException {
    try (Pair pair = LargePair.of(way)) {
      ByteBuffer target = beginIntoReader(pair);
      pair.b.close();
      LargePair.hold(pair, false);
      pair.settle();
      assertNull(pair.b.endReason());
      assertThrows(SocketException.class, () -> pair.b.readAwaited(target));
      pair.b.settleRead();
      pair.pass(2 * LargePair.SETTINGS.closeNanos());
      assertNotNull(pair.b.endReason());
      assertNotNull(pair.a.endReason());
    }
  }

  /** TCP resets where data comes that nobody wants. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  void aCloseWithAnUnreadTransferResets(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      begin(pair);
      pair.b.close();
      pair.settle();
      assertEquals(EndReason.RESET_LOCALLY, pair.b.endReason());
      assertEquals(EndReason.RESET_BY_PEER, pair.a.endReason());
    }
  }

  /** As with messages: what was written is with the peer before the reset. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("CLO-9")
  void aCloseWithDataUnreadResetsBehindTheTransfersUnderWay(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      pair.b.tryWrite(new byte[10], 0, 10);
      pair.settle();
      byte[] bytes = begin(pair);
      pair.a.close();
      pair.settle();
      assertNull(pair.a.endReason());
      LargePair.hold(pair, false);
      pair.settle();
      assertEquals(EndReason.RESET_LOCALLY, pair.a.endReason());
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, SIZE));
      assertThrows(SocketException.class, () -> pair.b.tryRead(new byte[1], 0, 1));
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("BLK-7")
  void aCloseWithDataUnreadWaitsForTransfersWithinABound(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      pair.b.tryWrite(new byte[10], 0, 10);
      pair.settle();
      begin(pair);
      pair.a.close();
      pair.pass(2 * LargePair.CANCEL_NANOS);
      assertEquals(EndReason.RESET_LOCALLY, pair.a.endReason());
      assertEquals(1, pair.fabric.a.closes);
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  void aReaderThatShutsItsInputLetsTransfersPass(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      begin(pair);
      pair.b.shutdownInput();
      LargePair.hold(pair, false);
      pair.settle();
      ByteBuffer source = LargePair.direct(30_000);
      for (int round = 0; source.hasRemaining() && round < 100; round++) {
        pair.a.tryWrite(source);
        pair.settle();
      }
      assertFalse(source.hasRemaining(), source::toString);
      pair.a.close();
      pair.pass(10_000_000);
      assertEquals(EndReason.CLOSED, pair.a.endReason());
    }
  }
}
