package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.EndReason;
import org.sanswitch.rules.Rules;

/** Threads that wait, with timers and a progress thread; nothing in here measures time. */
@Timeout(120)
class AwaitTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  /** A body that may throw. */
  private interface Body {
    void run() throws Exception;
  }

  /** A thread whose failure is kept. */
  private static final class Runner {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    Runner(boolean virtual, Body body) {
      Runnable task =
          () -> {
            try {
              body.run();
            } catch (Throwable e) {
              failure.set(e);
            }
          };
      thread = virtual ? Thread.startVirtualThread(task) : Thread.ofPlatform().start(task);
    }

    void join() throws InterruptedException {
      assertTrue(thread.join(java.time.Duration.ofSeconds(90)), "still runs");
      if (failure.get() != null) {
        throw new AssertionError(failure.get());
      }
    }
  }

  private static void write(SanStream stream, byte[] bytes, int length) throws IOException {
    for (int at = 0; at < length;) {
      int n = stream.tryWrite(bytes, at, length - at);
      if (n == 0) {
        stream.awaitWritable(LONG);
      }
      at += n;
    }
  }

  private static int read(SanStream stream, byte[] bytes) throws IOException {
    while (true) {
      int n = stream.tryRead(bytes, 0, bytes.length);
      if (n != 0) {
        return n;
      }
      stream.awaitReadable(LONG);
    }
  }

  private static void echo(SanStream stream) throws IOException {
    byte[] bytes = new byte[3_000];
    for (int n = read(stream, bytes); n > 0; n = read(stream, bytes)) {
      write(stream, bytes, n);
    }
    stream.close();
  }

  private static void pingPong(SanStream stream, int rounds) throws IOException {
    byte[] bytes = new byte[16];
    for (int i = 0; i < rounds; i++) {
      write(stream, bytes, 16);
      for (int got = 0; got < 16;) {
        got += read(stream, bytes);
      }
    }
    stream.shutdownOutput();
    assertEquals(-1, read(stream, bytes));
    stream.close();
  }

  @Test
  void platformAndVirtualThreadsWaitForEachOther() throws Exception {
    for (int kind = 0; kind < 4; kind++) {
      try (Pair pair = Pair.live(FakeFabric.Limits.WIDE)) {
        Runner server = new Runner((kind & 1) != 0, () -> echo(pair.b));
        Runner client = new Runner((kind & 2) != 0, () -> pingPong(pair.a, 500));
        client.join();
        server.join();
        assertTrue(pair.a.awaitClosed(LONG));
        assertTrue(pair.b.awaitClosed(LONG));
      }
    }
  }

  /** Reader and writer of one session at once: one drives, the other parks and takes over. */
  @Test
  void twoThreadsOfOneSessionShareTheDriving() throws Exception {
    for (int kind = 0; kind < 4; kind++) {
      try (Pair pair = Pair.live(FakeFabric.Limits.STAGED)) {
        int total = 3_000_000;
        boolean virtual = (kind & 1) != 0;
        Runner[] runners = {
            new Runner(virtual, () -> writeAll(pair.a, total)),
            new Runner((kind & 2) != 0, () -> writeAll(pair.b, total)),
            new Runner(virtual, () -> readAll(pair.a, total)),
            new Runner(false, () -> readAll(pair.b, total)),
        };
        for (Runner runner : runners) {
          runner.join();
        }
        pair.a.close();
        pair.b.close();
        assertTrue(pair.a.awaitClosed(LONG));
      }
    }
  }

  private static void writeAll(SanStream stream, int total) throws IOException {
    byte[] bytes = new byte[50_000];
    for (int at = 0; at < total; at += bytes.length) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ((at + i) * 7);
      }
      write(stream, bytes, bytes.length);
    }
    stream.shutdownOutput();
  }

  private static void readAll(SanStream stream, int total) throws IOException {
    byte[] bytes = new byte[7_777];
    int at = 0;
    for (int n = read(stream, bytes); n > 0; n = read(stream, bytes)) {
      for (int i = 0; i < n; i++) {
        if (bytes[i] != (byte) ((at + i) * 7)) {
          throw new AssertionError("offset " + (at + i));
        }
      }
      at += n;
    }
    assertEquals(total, at);
  }

  /** BLK-9: nothing is consumed, and the connection stays usable. */
  @Test
  @Rules("BLK-9")
  void awaitThatTimesOutConsumesNothing() throws Exception {
    try (Pair pair = Pair.live(FakeFabric.Limits.WIDE)) {
      assertFalse(pair.a.awaitReadable(0));
      assertFalse(pair.a.awaitReadable(2_000_000));
      pair.b.tryWrite(new byte[3], 0, 3);
      assertTrue(pair.a.awaitReadable(LONG));
      assertTrue(pair.a.awaitReadable(1));
      assertEquals(3, pair.a.tryRead(new byte[9], 0, 9));
    }
  }

  @Test
  void wakeIsRememberedForTheNextAwaitAndForOneOnly() throws Exception {
    try (Pair pair = Pair.live(FakeFabric.Limits.WIDE)) {
      pair.a.wakeReader();
      pair.a.wakeReader();
      assertFalse(pair.a.awaitReadable(Long.MAX_VALUE));
      assertFalse(pair.a.awaitReadable(1_000_000));
      while (pair.a.tryWrite(new byte[9_000], 0, 9_000) > 0) {
        // until there is no credit
      }
      pair.a.wakeWriter();
      assertFalse(pair.a.awaitWritable(Long.MAX_VALUE));
    }
  }

  /** BLK-10: wake, interrupt, close, reset and the death of the peer end awaits. */
  @Test
  void awaitsEndWhenSomethingElseHappens() throws Exception {
    for (boolean virtual : new boolean[]{false, true}) {
      for (int what = 0; what < 5; what++) {
        try (Pair pair = Pair.live(FakeFabric.Limits.WIDE)) {
          while (pair.a.tryWrite(new byte[9_000], 0, 9_000) > 0) {
            // until there is no credit
          }
          CountDownLatch begun = new CountDownLatch(2);
          Runner reader =
              new Runner(
                  virtual,
                  () -> {
                    begun.countDown();
                    pair.a.awaitReadable(Long.MAX_VALUE);
                  });
          Runner writer =
              new Runner(
                  virtual,
                  () -> {
                    begun.countDown();
                    pair.a.awaitWritable(Long.MAX_VALUE);
                  });
          begun.await();
          end(pair, what, reader.thread, writer.thread);
          reader.join();
          writer.join();
        }
      }
    }
  }

  private static void end(Pair pair, int what, Thread reader, Thread writer) {
    switch (what) {
      case 0 -> {
        pair.a.wakeReader();
        pair.a.wakeWriter();
      }
      case 1 -> {
        reader.interrupt();
        writer.interrupt();
      }
      case 2 -> pair.a.close();
      case 3 -> pair.a.reset(EndReason.CANCELLED);
      default -> pair.fabric.b.die();
    }
  }

  @Test
  @Rules("BLK-10")
  void interruptEndsTheAwaitAndStaysSet() throws Exception {
    try (Pair pair = Pair.live(FakeFabric.Limits.WIDE)) {
      Thread.currentThread().interrupt();
      assertFalse(pair.a.awaitReadable(Long.MAX_VALUE));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  @Rules("SES-10")
  void readinessListenerIsToldOfDataCreditsAndTheEnd() throws Exception {
    try (Pair pair = Pair.live(FakeFabric.Limits.WIDE)) {
      java.util.concurrent.Semaphore told = new java.util.concurrent.Semaphore(0);
      pair.b.readinessListener(told::release);
      for (int i = 0; i < 100; i++) {
        pair.a.tryWrite(new byte[1], 0, 1);
        while (!pair.b.isReadable()) {
          assertTrue(told.tryAcquire(60, TimeUnit.SECONDS));
        }
        assertEquals(1, pair.b.tryRead(new byte[9], 0, 9));
      }
      pair.a.close();
      while (!pair.b.isReadable()) {
        assertTrue(told.tryAcquire(60, TimeUnit.SECONDS));
      }
      assertEquals(-1, pair.b.tryRead(new byte[9], 0, 9));
    }
  }

  @Test
  void spinningStopsWhereItDoesNotPayAndComesBackWhereItWould() {
    SpinPolicy policy = new SpinPolicy(64_000, 2);
    // Behind it: a policy begins with a rest that was over a moment ago.
    long now = System.nanoTime();
    SpinPolicy.Budget budget = policy.newBudget();
    assertEquals(64_000, budget.begin(false, now));
    assertEquals(8_000, policy.newBudget().begin(true, now));
    assertEquals(0, policy.newBudget().begin(false, now), "more spinners than processors");
    for (int i = 0; i < 7; i++) {
      budget.end(false, 500, now);
      budget.begin(false, now);
    }
    assertFalse(budget.isWorthALook());
    budget.slept(1_000_000);
    assertFalse(budget.isWorthALook());
    budget.slept(50_000);
    assertTrue(budget.isWorthALook());
    for (int trial = 2; trial <= 1_024; trial *= 2) {
      assertEquals(64_000, budget.begin(false, now));
      budget.end(false, 500, now);
      for (int i = 0; i < trial; i++) {
        assertFalse(budget.isWorthALook(), "a trial in vain makes the next one rarer");
        budget.slept(50_000);
      }
      assertTrue(budget.isWorthALook());
    }
    assertEquals(0, new SpinPolicy(64_000, 1).newBudget().begin(false, now), "one processor");
  }

  /** Where both ends share a processor, the answer comes while the one that spins is preempted. */
  @Test
  void whatComesWhileTheSpinnerIsPreemptedDoesNotMakeItSpinOn() {
    SpinPolicy.Budget budget = new SpinPolicy(64_000, 2).newBudget();
    long now = System.nanoTime();
    for (int i = 0; i < 7; i++) {
      assertTrue(budget.begin(false, now) > 0);
      budget.end(true, 100_000, now);
    }
    assertEquals(0, budget.begin(false, now));
    budget.slept(5_000);
    assertEquals(64_000, budget.begin(false, now), "a trial");
    budget.end(true, 500, now);
    assertEquals(64_000, budget.begin(false, now), "it was worth it");
  }

  /** Eight times what was taken; each in a row is twice as long, up to a bound; one that comes late is short again. */
  @Test
  void allRestWhereOthersTakeTheProcessorFromASpinner() {
    SpinPolicy policy = new SpinPolicy(64_000, 2);
    long now = System.nanoTime();
    for (long millis : new long[]{24, 48, 96, 160, 160}) {
      SpinPolicy.Budget taken = policy.newBudget();
      assertTrue(taken.begin(false, now) > 0);
      taken.end(false, 3_000_000, now);
      long rest = TimeUnit.MILLISECONDS.toNanos(millis);
      assertEquals(0, policy.newBudget().begin(false, now + rest - 1));
      now += rest;
    }
    now += TimeUnit.SECONDS.toNanos(1);
    SpinPolicy.Budget later = policy.newBudget();
    assertTrue(later.begin(false, now) > 0);
    later.end(true, 3_000_000, now);
    long rest = TimeUnit.MILLISECONDS.toNanos(24);
    assertEquals(0, policy.newBudget().begin(false, now + rest - 1));
    assertTrue(policy.newBudget().begin(false, now + rest) > 0);
  }

  /** A JVM has such threads; what stays awake must not pay for them for most of the time. */
  @Test
  void aThreadThatTakesAMomentNowAndThenCostsAShortRestEachTime() {
    SpinPolicy policy = new SpinPolicy(64_000, 2);
    long now = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      SpinPolicy.Budget taken = policy.newBudget();
      assertTrue(taken.begin(false, now) > 0);
      taken.end(true, 300_000, now);
      assertEquals(0, policy.newBudget().begin(false, now + 2_399_999));
      SpinPolicy.Budget rested = policy.newBudget();
      assertTrue(rested.begin(false, now + 2_400_000) > 0);
      rested.end(true, 500, now + 2_401_000);
      now += TimeUnit.MILLISECONDS.toNanos(10);
    }
  }
}
