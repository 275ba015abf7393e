package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;

/** Sleeping until there is a completion. */
@Timeout(60)
class WaitingTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  /** CMP-3: told once for each arm, and not for an event that was asked for by somebody else. */
  @Rules("CMP-3")
  @Test
  void tellsOnceWhenItIsArmed() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      CompletionQueue queue = queuePair.completions();
      MemoryRegion region = queuePair.allocate(8);
      for (int i = 0; i < 3; i++) {
        queuePair.postReceive(i, region, 0, 8);
      }
      assertTrue(queue.arm());
      bench.run();
      assertNull(bench.events.next());
      bench.complete(queuePair, bench.verbs.receives.remove(), 0, 8);
      bench.run();
      bench.events.expect("completionsReady");
      assertFalse(queue.arm());
      assertEquals(0, bench.poll(queuePair).id());
      bench.complete(queuePair, bench.verbs.receives.remove(), 0, 8);
      assertEquals(1, bench.poll(queuePair).id());
      bench.run();
      assertNull(bench.events.next());
      assertTrue(queue.arm());
      bench.run();
      assertNull(bench.events.next(), "an event of what was polled already");
      bench.complete(queuePair, bench.verbs.receives.remove(), 0, 8);
      bench.run();
      bench.events.expect("completionsReady");
    }
  }

  @Test
  void remembersAWake() throws Exception {
    try (Bench bench = new Bench()) {
      CompletionQueue queue = bench.connected().completions();
      queue.wake();
      queue.await(LONG);
      Thread waiter = Thread.ofPlatform().start(() -> untilWoken(queue));
      queue.wake();
      waiter.join(20_000);
      assertFalse(waiter.isAlive());
    }
  }

  private static void untilWoken(CompletionQueue queue) {
    queue.await(LONG);
  }

  /** The one that is told and the one that sleeps both hear of an event, whoever takes it. */
  @Test
  void passesAnEventOnToWhoeverElseWaits() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      CompletionQueue queue = queuePair.completions();
      MemoryRegion region = queuePair.allocate(8);
      for (int round = 0; round < 20; round++) {
        queuePair.postReceive(round, region, 0, 8);
        assertTrue(queue.arm());
        CountDownLatch taken = new CountDownLatch(1);
        Thread waiter = Thread.ofPlatform().start(() -> {
          while (taken.getCount() > 0) {
            queue.await(LONG);
            queue.poll((id, error, bytes) -> taken.countDown(), 1);
          }
        });
        bench.complete(queuePair, bench.verbs.receives.remove(), 0, 8);
        // The event thread may come late: after the waiter has polled, there is nothing to tell.
        assertTrue(taken.await(20, TimeUnit.SECONDS));
        waiter.join(20_000);
        bench.run();
        while (bench.events.next() != null) {
          // Told, or not.
        }
        queuePair.postReceive(1000, region, 0, 8);
        var next = bench.verbs.receives.remove();
        boolean armed = queue.arm();
        assertTrue(armed);
        bench.complete(queuePair, next, 0, 8);
        for (Recorder.Event told = null; told == null; told = bench.events.next()) {
          bench.adapter.processEvents(1_000_000);
        }
        assertEquals(1000, bench.poll(queuePair).id());
      }
    }
  }

  /** CLO-2: a sleeper hears of the end, also where no device tells it. */
  @Rules("CLO-2")
  @Test
  void endsASleepWithTheConnection() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.queuePair();
      MemoryRegion region = queuePair.allocate(8);
      queuePair.postReceive(1, region, 0, 8);
      CountDownLatch taken = new CountDownLatch(1);
      Thread waiter = Thread.ofPlatform().start(() -> {
        while (taken.getCount() > 0) {
          queuePair.completions().await(LONG);
          queuePair.completions().poll((id, error, bytes) -> {
            if (error == AdapterError.FLUSHED) {
              taken.countDown();
            }
          }, 1);
        }
      });
      queuePair.disconnect();
      assertTrue(taken.await(20, TimeUnit.SECONDS));
      waiter.join(20_000);
    }
  }
}
