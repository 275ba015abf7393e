package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.EndReason;

/** Keep-alive and delayed acknowledgement, with a clock that is set by hand. */
class TimersTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static void passQuarters(Pair pair, int quarters) {
    for (int i = 0; i < quarters; i++) {
      pair.pass(SECOND / 4);
    }
  }

  /** A short connection must not be held until the bound of its negotiation. */
  @Test
  void anEstablishedSessionHasNoTimerOfItsNegotiation() {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      assertEquals(Long.MAX_VALUE, pair.tableOfA.housekeeper().untilDue());
      assertEquals(Long.MAX_VALUE, pair.tableOfB.housekeeper().untilDue());
    }
  }

  @Test
  void idlePeerIsProbedAndItsAnswersKeepTheSession() {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.a.keepAlive(true, 10, 2, 3);
      pair.settle();
      int before = pair.fabric.a.sends;
      passQuarters(pair, 39);
      assertEquals(before, pair.fabric.a.sends);
      passQuarters(pair, 8);
      assertEquals(before + 1, pair.fabric.a.sends);
      passQuarters(pair, 4 * 60);
      int probes = pair.fabric.a.sends - before;
      assertTrue(probes >= 5 && probes <= 8, "probes " + probes);
      assertNull(pair.a.endReason());
    }
  }

  @Test
  void silentPeerEndsTheSessionAfterTheCount() {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.a.keepAlive(true, 10, 2, 3);
      pair.settle();
      pair.fabric.manual = true;
      for (int i = 0; i < 4 * 15; i++) {
        pair.clock.addAndGet(SECOND / 4);
        pair.tableOfA.housekeeper().runDue();
      }
      assertNull(pair.a.endReason());
      for (int i = 0; i < 4 * 5; i++) {
        pair.clock.addAndGet(SECOND / 4);
        pair.tableOfA.housekeeper().runDue();
      }
      assertEquals(EndReason.KEEP_ALIVE_TIMEOUT, pair.a.endReason());
      assertEquals("3 probes unanswered in 16 s", pair.a.endDetail());
      assertEquals(1, pair.fabric.a.closes);
    }
  }

  @Test
  void keepAliveCanBeSwitchedOff() {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.a.keepAlive(true, 1, 1, 1);
      pair.a.keepAlive(false, 1, 1, 1);
      int before = pair.fabric.a.sends;
      passQuarters(pair, 100);
      assertEquals(before, pair.fabric.a.sends);
    }
  }

  /** Section 4: one CREDIT within 10 ms, and none where a frame went out by itself. */
  @Test
  void consumedBytesAreAcknowledgedOnceWhereNothingElseGoesOut() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.a.tryWrite(new byte[100], 0, 100);
      assertEquals(100, Pair.readAll(pair.b).length);
      assertEquals(100, pair.sessionA().unacknowledged());
      int before = pair.fabric.b.sends;
      pair.pass(5_000_000);
      pair.pass(5_000_000);
      assertEquals(0, pair.sessionA().unacknowledged());
      for (int i = 0; i < 1_000; i++) {
        pair.pass(5_000_000);
      }
      assertEquals(before + 1, pair.fabric.b.sends);
      pair.a.tryWrite(new byte[1], 0, 1);
      Pair.readAll(pair.b);
      pair.pass(5_000_000);
      pair.pass(5_000_000);
      assertEquals(0, pair.sessionA().unacknowledged());
      assertEquals(before + 2, pair.fabric.b.sends);
    }
  }

  @Test
  void answersCarryTheAcknowledgement() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      int before = pair.fabric.b.sends;
      for (int i = 0; i < 100; i++) {
        pair.a.tryWrite(new byte[10], 0, 10);
        Pair.readAll(pair.b);
        pair.b.tryWrite(new byte[10], 0, 10);
        Pair.readAll(pair.a);
        pair.pass(100_000);
      }
      assertEquals(before + 100, pair.fabric.b.sends);
    }
  }

  @Test
  void tasksRunInTheOrderOfTheirTimesAndAtTheEarlierOfTwo() {
    long[] now = {Long.MAX_VALUE - 5};
    Housekeeper housekeeper = new Housekeeper(() -> now[0]);
    StringBuilder order = new StringBuilder();
    Housekeeper.Task first = task(order, "a");
    Housekeeper.Task second = task(order, "b");
    housekeeper.schedule(first, 20);
    housekeeper.schedule(second, 10);
    housekeeper.schedule(first, 5);
    housekeeper.schedule(second, 30);
    now[0] += 30;
    housekeeper.runDue();
    assertEquals("ab", order.toString());
    housekeeper.schedule(first, 1);
    housekeeper.cancel(first);
    now[0] += 30;
    housekeeper.runDue();
    assertEquals("ab", order.toString());
  }

  private static Housekeeper.Task task(StringBuilder order, String name) {
    return new Housekeeper.Task() {
      @Override
      void run(long nowNanos) {
        order.append(name);
      }
    };
  }
}
