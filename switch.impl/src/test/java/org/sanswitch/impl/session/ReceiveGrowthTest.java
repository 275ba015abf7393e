package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sanswitch.rules.Rules;

/** Receives are posted as they are needed (SES-2, ADR 159). */
class ReceiveGrowthTest {

  private static final int FRAME = 8_176;

  private static Pair pair() {
    return new Pair(new FakeFabric(FakeFabric.Limits.WIDE), SessionSettings.DEFAULTS).connect();
  }

  /** Writes as often as there is room for a byte; {@return how many bytes were taken} */
  private static long fill(Pair pair, byte[] block) throws IOException {
    long sum = 0;
    for (int n = 1; n > 0; sum += n) {
      n = pair.a.tryWrite(block, 0, block.length);
      pair.settle();
    }
    return sum;
  }

  @Test
  @Rules("SES-2")
  void thePeerHasFewCreditsUntilItHasUsedThemAll() throws IOException {
    try (Pair pair = pair()) {
      pair.fabric.manual = true;
      byte[] block = new byte[1 << 20];
      assertEquals(4 * FRAME, pair.a.tryWrite(block, 0, block.length));
      pair.fabric.manual = false;
      pair.settle();
      assertEquals(4 * FRAME, pair.a.tryWrite(block, 0, block.length));
      pair.settle();
      assertEquals(8 * FRAME, pair.a.tryWrite(block, 0, block.length));
    }
  }

  @Test
  @Rules("SES-2")
  void theWholeWindowIsThereForAPeerWhoseReaderDoesNotRead() throws IOException {
    try (Pair pair = pair()) {
      assertEquals(32 * FRAME, fill(pair, new byte[1 << 20]));
      assertEquals(32 * FRAME, Pair.drain(pair.b));
      assertEquals(32 * FRAME, fill(pair, new byte[1 << 20]));
    }
  }

  @Test
  @Rules("SES-2")
  void requestsAndResponsesNeedNoMore() throws IOException {
    try (Pair pair = pair()) {
      byte[] message = new byte[FRAME];
      pair.fabric.b.memory.refuses = true;
      for (int i = 0; i < 100; i++) {
        assertEquals(FRAME, pair.a.tryWrite(message, 0, FRAME));
        assertEquals(FRAME, Pair.drain(pair.b));
        assertEquals(FRAME, pair.b.tryWrite(message, 0, FRAME));
        assertEquals(FRAME, Pair.drain(pair.a));
      }
      pair.fabric.b.memory.refuses = false;
      assertEquals(32 * FRAME, fill(pair, new byte[1 << 20]), "nothing was asked for before");
    }
  }

  @Test
  @Rules({"SES-2", "SES-3"})
  void joinedWritesPassWithFewReceives() throws IOException {
    try (Pair pair = pair()) {
      pair.fabric.manual = true;
      for (int i = 0; i < 9; i++) {
        assertEquals(1, pair.a.tryWrite(new byte[]{(byte) i}, 0, 1));
      }
      pair.fabric.manual = false;
      pair.settle();
      byte[] read = Pair.readAll(pair.b);
      assertArrayEquals(new byte[]{0, 1, 2}, read);
      pair.settle();
      assertArrayEquals(new byte[]{3, 4, 5, 6, 7, 8}, Pair.readAll(pair.b));
    }
  }

  @Test
  @Rules({"SES-2", "MEM-4"})
  void withoutMemoryForMoreItGoesOnWithWhatItHas() throws IOException {
    try (Pair pair = pair()) {
      pair.fabric.b.memory.refuses = true;
      for (int i = 0; i < 3; i++) {
        assertEquals(4 * FRAME, fill(pair, new byte[1 << 20]));
        assertEquals(4 * FRAME, Pair.drain(pair.b));
        pair.settle();
      }
      assertNull(pair.b.endReason());
    }
  }

  @Test
  @Rules("SES-8")
  void urgentBytesGetAllControlReceives() throws IOException {
    try (Pair pair = pair()) {
      pair.b.urgentInline(true);
      pair.a.sendUrgent(1);
      pair.settle();
      for (int i = 2; i <= 20; i++) {
        pair.a.sendUrgent(i);
        pair.settle();
      }
      assertEquals(20, Pair.readAll(pair.b).length);
    }
  }
}
