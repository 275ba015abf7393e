package org.sanswitch.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Looks are counted; no time is measured. */
class AwakeWaitTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(30);
  private static final long SHORT = 1;

  private final AtomicInteger looks = new AtomicInteger();

  private boolean never() {
    looks.incrementAndGet();
    return false;
  }

  private boolean atTheThirdLook() {
    return looks.incrementAndGet() % 3 == 0;
  }

  private boolean looksAt(AwakeWait wait) {
    int before = looks.get();
    assertFalse(wait.until(this::never, SHORT));
    return looks.get() > before;
  }

  @Test
  void endsWithTheLookThatFindsItOver() {
    AwakeWait wait = new AwakeWait(LONG, 2);
    assertTrue(wait.until(this::atTheThirdLook, LONG));
    assertEquals(3, looks.get());
  }

  @Test
  void doesNotLookAtAllOnOneProcessorOrWhereTheOperatorWantsNoSpinning() {
    assertFalse(looksAt(new AwakeWait(LONG, 1)));
    assertFalse(looksAt(new AwakeWait(0, 8)));
  }

  @Test
  void doesNotKeepTheCarrierOfAVirtualThread() throws InterruptedException {
    AwakeWait wait = new AwakeWait(LONG, 2);
    AtomicBoolean looked = new AtomicBoolean(true);
    Thread.ofVirtual().start(() -> looked.set(looksAt(wait))).join();
    assertFalse(looked.get());
  }

  @Test
  void leavesHalfOfTheProcessorsToThoseWhoAnswer() {
    AwakeWait wait = new AwakeWait(LONG, 2);
    AtomicBoolean second = new AtomicBoolean(true);
    assertTrue(wait.until(() -> {
      second.set(looksAt(wait));
      return true;
    }, LONG));
    assertFalse(second.get());
  }

  @Test
  void isGivenUpWhereItDoesNotPayAndTriedAgainNowAndThen() {
    AwakeWait wait = new AwakeWait(LONG, 2);
    int looked = 0;
    for (int i = 0; i < 1_000; i++) {
      looked += looksAt(wait) ? 1 : 0;
    }
    assertTrue(looked > 4 && looked < 100, "looked in " + looked + " of 1000 waits");
  }

  @Test
  void paysAgainAfterATrialThatPaid() {
    AwakeWait wait = new AwakeWait(LONG, 2);
    for (int i = 0; i < 10; i++) {
      looksAt(wait);
    }
    boolean paid = false;
    for (int i = 0; i < 100 && !paid; i++) {
      paid = wait.until(this::atTheThirdLook, LONG);
    }
    assertTrue(paid);
    assertTrue(looksAt(wait));
  }
}
