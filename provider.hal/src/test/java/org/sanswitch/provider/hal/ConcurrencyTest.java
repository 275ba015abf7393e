package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.HalFixture.Pair;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** Several threads on one socket: CMP-3, CLO-2 to CLO-6. */
class ConcurrencyTest {

  private static final int SENDERS = 3;
  private static final int MESSAGES = 3_000;
  private static final int ROUNDS = 150;

  private final long seed = Long.getLong("sanswitch.test.seed", System.nanoTime());
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private Thread thread(Runnable task) {
    return Thread.ofPlatform().daemon().start(() -> {
      try {
        task.run();
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
    });
  }

  private void join(List<Thread> threads) throws InterruptedException {
    for (Thread each : threads) {
      HalFixture.join(each);
    }
    if (failure.get() != null) {
      throw new AssertionError("seed " + seed, failure.get());
    }
  }

  /** A receiver that posts each receive again from inside its upcall. */
  private static final class Receiver {
    private static final int RECEIVES = 32;
    final HalFixture fixture;
    final SocketDescriptor socket;
    final MemoryRegion region;
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();
    final AtomicInteger posted = new AtomicInteger();

    Receiver(HalFixture fixture, SocketDescriptor socket) throws WsaException {
      this.fixture = fixture;
      this.socket = socket;
      this.region = fixture.allocate(socket, RECEIVES * 64L);
    }

    void start() {
      for (int i = 0; i < RECEIVES; i++) {
        post(new Overlapped(false, i));
      }
    }

    private void post(Overlapped overlapped) {
      overlapped.prepare();
      posted.incrementAndGet();
      WsaError error =
          fixture.table.wspRecv(socket, region, (int) overlapped.context() * 64L, 64, overlapped);
      if (error != WsaError.WSA_IO_PENDING) {
        posted.decrementAndGet();
        overlapped.complete(error, 0);
      }
    }

    void completed(Overlapped overlapped) {
      if (overlapped.status() == WsaError.NO_ERROR) {
        received.incrementAndGet();
        post(overlapped);
      } else {
        aborted.incrementAndGet();
      }
    }
  }

  private void dispatch(HalFixture fixture, Receiver receiver) {
    fixture.upcalls.onComplete((handle, overlapped) -> {
      if (handle.context == receiver.socket && overlapped.context() != null) {
        receiver.completed(overlapped);
      }
    });
  }

  private void drive(HalFixture fixture, SocketDescriptor socket, Random random) {
    long wait = switch (random.nextInt(4)) {
      case 0 -> WspProcedureTable.NOTIFY;
      case 1 -> TimeUnit.MICROSECONDS.toNanos(200);
      default -> WspProcedureTable.POLL;
    };
    fixture.table.wspGetOverlappedResult(socket, null, wait);
    if (random.nextInt(50) == 0) {
      fixture.table.wakeWaiters(socket);
    }
  }

  private void send(HalFixture fixture, SocketDescriptor socket, int count) {
    Overlapped overlapped = new Overlapped(true, null);
    for (int i = 0; i < count; i++) {
      while (!overlapped.isComplete()) {
        fixture.table.wspGetOverlappedResult(socket, overlapped, WspProcedureTable.POLL);
      }
      overlapped.prepare();
      WsaError error = fixture.table.wspSend(socket, HalFixture.vector("payload"), overlapped);
      if (error != WsaError.WSA_IO_PENDING) {
        overlapped.complete(error, 0);
        if (error != WsaError.WSAENOBUFS) {
          return;
        }
        i--;
      }
    }
  }

  /** CMP-3: every message is delivered and told exactly once, whichever thread drives. */
  @Rules("CMP-3")
  @Test
  void completesEveryOperationExactlyOnceUnderSeveralThreads() throws Exception {
    System.out.println("seed " + seed);
    try (HalFixture fixture = new HalFixture()) {
      Pair pair = fixture.connect();
      Receiver receiver = new Receiver(fixture, pair.server());
      dispatch(fixture, receiver);
      receiver.start();
      List<Thread> threads = new ArrayList<>();
      int total = SENDERS * MESSAGES;
      for (int i = 0; i < SENDERS; i++) {
        threads.add(thread(() -> send(fixture, pair.client(), MESSAGES)));
        Random random = new Random(seed + i);
        threads.add(thread(() -> {
          while (receiver.received.get() < total && failure.get() == null) {
            drive(fixture, pair.server(), random);
          }
        }));
      }
      join(threads);
      assertEquals(total, receiver.received.get());
    }
  }

  /** CMP-3: nothing is lost when the drivers stop at any moment. */
  @Rules("CMP-3")
  @Test
  void losesNoCompletionWhenDriversStopAtAnyMoment() throws Exception {
    System.out.println("seed " + seed);
    try (HalFixture fixture = new HalFixture()) {
      Pair pair = fixture.connect();
      Receiver receiver = new Receiver(fixture, pair.server());
      dispatch(fixture, receiver);
      receiver.start();
      Random random = new Random(seed);
      int sent = 0;
      for (int i = 0; i < ROUNDS; i++) {
        int count = 1 + random.nextInt(20);
        int drives = random.nextInt(40);
        List<Thread> threads = new ArrayList<>();
        threads.add(thread(() -> send(fixture, pair.client(), count)));
        Random own = new Random(random.nextLong());
        threads.add(thread(() -> {
          for (int j = 0; j < drives; j++) {
            drive(fixture, pair.server(), own);
          }
        }));
        join(threads);
        sent += count;
        int expected = sent;
        fixture.upcalls.await("message " + sent + ", seed " + seed,
            () -> receiver.received.get() == expected);
      }
    }
  }

  /** CLO-2 to CLO-6: closing at any moment, by any thread, with others inside. */
  @Test
  void closesCleanlyAtAnyMoment() throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (HalFixture fixture = new HalFixture()) {
      for (int i = 0; i < ROUNDS; i++) {
        closeOnce(fixture, random);
      }
    }
  }

  private void closeOnce(HalFixture fixture, Random random) throws Exception {
    Pair pair = fixture.connect();
    Receiver receiver = new Receiver(fixture, pair.server());
    dispatch(fixture, receiver);
    receiver.start();
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    threads.add(thread(() -> send(fixture, pair.client(), 200)));
    for (int i = 0; i < 2; i++) {
      Random own = new Random(random.nextLong());
      threads.add(thread(() -> {
        HalFixture.await(begin);
        for (int j = 0; j < 500; j++) {
          drive(fixture, pair.server(), own);
        }
      }));
    }
    int after = random.nextInt(150);
    boolean serverFirst = random.nextBoolean();
    threads.add(thread(() -> {
      begin.countDown();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (receiver.received.get() < after && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      try {
        fixture.table.wspCloseSocket(serverFirst ? pair.server() : pair.client());
        fixture.table.wspCloseSocket(serverFirst ? pair.client() : pair.server());
      } catch (WsaException e) {
        throw new AssertionError(e);
      }
    }));
    join(threads);
    fixture.upcalls.awaitClosed(pair.server());
    fixture.upcalls.awaitClosed(pair.client());
    assertEquals(receiver.posted.get(), receiver.received.get() + receiver.aborted.get(),
        "seed " + seed);
    assertTrue(fixture.upcalls.violations.isEmpty(), fixture.upcalls.violations.toString());
    assertTrue(fixture.adapter.violations.isEmpty(), fixture.adapter.violations.toString());
  }
}
