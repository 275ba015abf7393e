package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sanswitch.rules.Rules;

/** Urgent data (SES-8). */
@Rules("SES-8")
class UrgentTest {

  private static void write(SanStream stream, int... bytes) throws IOException {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    assertEquals(bytes.length, stream.tryWrite(array, 0, bytes.length));
  }

  private static void writeAroundUrgent(Pair pair) throws IOException {
    write(pair.a, 1, 2);
    pair.a.sendUrgent(99);
    write(pair.a, 3);
  }

  @Test
  void isDeliveredInTheStreamAtItsMark() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.b.urgentInline(true);
      writeAroundUrgent(pair);
      pair.settle();
      assertArrayEquals(new byte[]{1, 2, 99, 3}, Pair.readAll(pair.b));
      pair.a.sendUrgent(98);
      pair.settle();
      assertTrue(pair.b.isReadable());
      assertArrayEquals(new byte[]{98}, Pair.readAll(pair.b));
    }
  }

  @Test
  void isDiscardedAtItsMarkWithoutInline() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      writeAroundUrgent(pair);
      pair.settle();
      assertArrayEquals(new byte[]{1, 2, 3}, Pair.readAll(pair.b));
      pair.a.sendUrgent(98);
      pair.settle();
      assertFalse(pair.b.isReadable());
    }
  }

  @Test
  void reachesABufferThatIsReadByteByByte() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.b.urgentInline(true);
      writeAroundUrgent(pair);
      pair.settle();
      byte[] one = new byte[1];
      for (int expected : new int[]{1, 2, 99, 3}) {
        assertEquals(1, pair.b.tryRead(one, 0, 1));
        assertEquals(expected, one[0]);
      }
    }
  }

  /** More than are kept with their credits: the sender waits, the reader sets it going again. */
  @Test
  void manyWithoutAReaderHoldTheSenderUpUntilTheyAreRead() throws IOException {
    SessionSettings impatient =
        new SessionSettings(32, 32, 8, 8_192, 16, 0, 1_000_000, 1_000_000, 1_000_000, 1,
            4_096, 1_000_000);
    try (Pair pair = new Pair(new FakeFabric(FakeFabric.Limits.WIDE), impatient).connect()) {
      pair.b.urgentInline(true);
      int sent = 0;
      try {
        while (sent < 1_000) {
          pair.a.sendUrgent(sent);
          sent++;
          pair.settle();
        }
      } catch (java.net.SocketException e) {
        assertTrue(e.getMessage().startsWith("urgent data got no credit"), e.getMessage());
      }
      assertTrue(sent >= UrgentData.KEPT && sent <= UrgentData.KEPT + 8, "sent " + sent);
      byte[] read = Pair.readAll(pair.b);
      assertEquals(sent, read.length);
      for (int i = 0; i < sent; i++) {
        assertEquals((byte) i, read[i]);
      }
      pair.settle();
      pair.a.sendUrgent(77);
      pair.settle();
      assertArrayEquals(new byte[]{77}, Pair.readAll(pair.b));
    }
  }

  @Test
  void anInterruptLeavesTheWaitForACreditAsItIsAndStaysSet() throws IOException {
    SessionSettings impatient =
        new SessionSettings(32, 32, 8, 8_192, 16, 0, 1_000_000, 1_000_000, 1_000_000, 1,
            4_096, 1_000_000);
    try (Pair pair = new Pair(new FakeFabric(FakeFabric.Limits.WIDE), impatient).connect()) {
      Thread.currentThread().interrupt();
      assertThrows(
          java.net.SocketException.class,
          () -> {
            for (int i = 0; i < 1_000; i++) {
              pair.a.sendUrgent(i);
            }
          });
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void manyBytesHoldUpNobodyWhereTheReaderHasNothingToRead() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      write(pair.a, 1);
      pair.settle();
      assertArrayEquals(new byte[]{1}, Pair.readAll(pair.b));
      for (int i = 0; i < 3 * UrgentData.KEPT; i++) {
        assertTrue(pair.sessionA().sender().writeUrgent((byte) i), "urgent byte " + i);
        pair.settle();
      }
      pair.a.shutdownOutput();
      pair.settle();
      assertTrue(pair.b.isReadable());
    }
  }

  @Test
  void manyBytesThatCameBeforeTheDataWasReadAreDroppedWithIt() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      write(pair.a, 1);
      int sent = 0;
      while (pair.sessionA().sender().writeUrgent((byte) sent)) {
        sent++;
        pair.settle();
      }
      assertTrue(sent >= UrgentData.KEPT, sent + " sent");
      assertEquals(1, pair.b.tryRead(new byte[1], 0, 1));
      pair.pass(TimeUnit.MILLISECONDS.toNanos(50));
      assertTrue(pair.sessionA().sender().writeUrgent((byte) 0));
    }
  }

  @Test
  void bytesThatNobodyTakesHoldUpOnlyOtherUrgentBytes() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.b.urgentInline(true);
      while (pair.sessionA().sender().writeUrgent((byte) 1)) {
        pair.settle();
      }
      int most = 4 * SessionSettings.DEFAULTS.dataReceives();
      for (int i = 0; i < most; i++) {
        write(pair.b, i);
        pair.settle();
        assertEquals(1, pair.a.tryRead(new byte[9], 0, 9));
        pair.pass(TimeUnit.MILLISECONDS.toNanos(1));
      }
      pair.a.shutdownOutput();
      pair.settle();
      byte[] block = new byte[1 << 10];
      while (pair.b.tryRead(block, 0, block.length) > 0) {
        pair.settle();
      }
      assertEquals(-1, pair.b.tryRead(block, 0, block.length));
    }
  }

  @Test
  void bytesAfterInputWasShutHoldUpNobody() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.b.urgentInline(true);
      pair.b.shutdownInput();
      for (int i = 0; i < 3 * UrgentData.KEPT; i++) {
        assertTrue(pair.sessionA().sender().writeUrgent((byte) i), "urgent byte " + i);
        pair.settle();
      }
    }
  }
}
