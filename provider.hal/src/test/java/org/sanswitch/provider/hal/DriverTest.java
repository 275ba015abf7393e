package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.provider.hal.HalFixture.Pair;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Driver;
import org.sanswitch.spi.ExtensionFunction.Drivers;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** Threads of the switch that process events while they wait: CMP-3, INI-7. */
@Timeout(60)
class DriverTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(50);

  private final HalFixture fixture;
  private final Drivers drivers;
  private final long seed = Long.getLong("sanswitch.test.seed", System.nanoTime());

  DriverTest() throws WsaException {
    fixture = new HalFixture();
    drivers = fixture.function(fixture.socket(), ExtensionFunction.WSPDRIVERS);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Driver driving() {
    Driver driver = drivers.newDriver();
    fixture.upcalls.await("the turn", driver::begin);
    return driver;
  }

  /** {@return who handles an event} */
  private AtomicReference<Thread> event() {
    AtomicReference<Thread> handler = new AtomicReference<>();
    fixture.adapter.event(any -> handler.set(Thread.currentThread()));
    return handler;
  }

  private void awaitSomebody(AtomicReference<Thread> handler) {
    fixture.upcalls.await("somebody handles the event", () -> handler.get() != null);
  }

  /** CMP-3. */
  @Test
  @Rules("CMP-3")
  void upcallsComeInTheThreadThatDrives() {
    Driver driver = driving();
    // It may have lost its turn, being slow; then once more.
    fixture.upcalls.await("a drive", () -> {
      driver.begin();
      AtomicReference<Thread> handler = event();
      driver.drive(1_000_000);
      awaitSomebody(handler);
      return handler.get() == Thread.currentThread();
    });
  }

  @Test
  void oneThreadDrivesAtATime() {
    Driver first = driving();
    Driver second = drivers.newDriver();
    // Unless the first has lost its turn, being slow.
    if (first.drive(0) != Driver.NOT_DRIVING && !second.begin()) {
      assertEquals(Driver.NOT_DRIVING, second.drive(0));
    }
    first.end();
    assertEquals(Driver.NOT_DRIVING, first.drive(0));
    fixture.upcalls.await("the turn", second::begin);
    assertFalse(first.begin() && second.drive(0) >= 0);
  }

  @Test
  void whoDoesSomethingElseLosesItsTurn() {
    Driver driver = driving();
    AtomicReference<Thread> handler = event();
    awaitSomebody(handler);
    assertFalse(handler.get() == Thread.currentThread());
    fixture.upcalls.await("the turn is lost", () -> driver.drive(0) == Driver.NOT_DRIVING
        || driver.begin());
  }

  @Test
  void whoEndsHandsOver() {
    Driver driver = driving();
    driver.end();
    AtomicReference<Thread> handler = event();
    awaitSomebody(handler);
    assertFalse(handler.get() == Thread.currentThread());
  }

  @Test
  void theNextThreadMayDriveAfterOneThatSlept() throws Exception {
    Driver driver = driving();
    Thread sleeper = Thread.ofPlatform().daemon().start(() -> driver.drive(LONG));
    AtomicReference<Thread> handler = event();
    awaitSomebody(handler);
    driver.wake();
    HalFixture.join(sleeper);
    AtomicReference<Thread> next = event();
    awaitSomebody(next);
  }

  @Test
  void aWakeEndsASleep() throws Exception {
    for (int i = 0; i < 200; i++) {
      Driver driver = drivers.newDriver();
      CountDownLatch begun = new CountDownLatch(1);
      Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
        fixture.upcalls.await("the turn", driver::begin);
        begun.countDown();
        driver.drive(LONG);
      });
      HalFixture.await(begun);
      driver.wake();
      HalFixture.join(sleeper);
      driver.end();
    }
  }

  @Test
  void aWakeIsRememberedForTheNextSleep() {
    Driver driver = driving();
    driver.wake();
    assertTrue(driver.drive(LONG) <= 0 || driver.begin());
  }

  @Test
  void nobodyDrivesWhereSeveralThreadsAskToBeTold() throws Exception {
    Pair pair = fixture.connect();
    Turn turn = ((HalSocket) pair.client()).startup.progress.turn;
    Driver driver = drivers.newDriver();
    AtomicReference<Boolean> began = new AtomicReference<>();
    AtomicBoolean inTime = new AtomicBoolean();
    do {
      fixture.upcalls.await("the turn", driver::begin);
      for (int i = 0; i < 2; i++) {
        Thread other = Thread.ofPlatform().daemon().start(() -> {
          fixture.table.wspGetOverlappedResult(pair.client(), null, WspProcedureTable.NOTIFY);
          driver.away();
          began.set(drivers.newDriver().begin());
          inTime.set(turn.sharedUntil() - System.nanoTime() > 0);
        });
        HalFixture.join(other);
      }
      assertEquals(Driver.NOT_DRIVING, driver.drive(0));
      // A thread that was held up until nobody asked any longer may drive: that shows nothing.
    } while (!inTime.get());
    assertFalse(began.get());
    fixture.upcalls.await("the turn, once nobody else asks", driver::begin);
  }

  @Test
  void aDriverMayDriveInsideAnUpcallWithoutHarm() {
    Driver driver = driving();
    AtomicInteger nested = new AtomicInteger(-2);
    fixture.adapter.event(any -> nested.set(driver.drive(0)));
    fixture.upcalls.await("the event", () -> {
      driver.begin();
      driver.drive(0);
      return nested.get() > -2;
    });
    assertTrue(nested.get() <= 0);
  }

  @Test
  void anAdapterThatThrowsIsLeftToTheProgressThread() {
    Driver driver = driving();
    driver.drive(1);
    fixture.adapter.throwFromEvents.set(1);
    fixture.upcalls.await("it has thrown", () -> {
      driver.drive(0);
      return fixture.adapter.throwFromEvents.get() == 0;
    });
    AtomicReference<Thread> handler = event();
    awaitSomebody(handler);
  }

  /** INI-7. */
  @Test
  @Rules("INI-7")
  void cleanupEndsASleepingDriver() throws Exception {
    Driver driver = driving();
    AtomicInteger last = new AtomicInteger();
    Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
      while (last.get() >= 0) {
        last.set(driver.drive(LONG));
      }
    });
    fixture.table.wspCleanup();
    HalFixture.join(sleeper);
    assertEquals(Driver.NOT_DRIVING, last.get());
    assertFalse(driver.begin());
    driver.wake();
    driver.end();
  }

  @Test
  void noEventIsLeftAloneWhoeverDrives() throws Exception {
    int threads = 3;
    int rounds = 3_000;
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger together = new AtomicInteger();
    List<Thread> all = new ArrayList<>();
    List<Driver> known = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      known.add(drivers.newDriver());
    }
    for (int t = 0; t < threads; t++) {
      int number = t;
      all.add(Thread.ofPlatform().daemon().start(() -> {
        Random random = new Random(seed + number);
        Driver driver = known.get(number);
        for (int i = 0; i < rounds; i++) {
          switch (random.nextInt(8)) {
            case 0, 1 -> driver.begin();
            case 2 -> driver.drive(0);
            case 3 -> driver.drive(random.nextInt(200_000));
            case 4 -> driver.end();
            case 5 -> driver.away();
            case 6 -> known.get(random.nextInt(threads)).wake();
            default -> Thread.yield();
          }
          fixture.adapter.event(any -> {
            together.accumulateAndGet(inside.incrementAndGet(), Math::max);
            handled.incrementAndGet();
            inside.decrementAndGet();
          });
        }
      }));
    }
    for (Thread each : all) {
      HalFixture.join(each);
    }
    fixture.upcalls.await("all events, seed " + seed, () -> handled.get() == threads * rounds);
    assertEquals(1, together.get(), () -> "two at once, seed " + seed);
  }
}
