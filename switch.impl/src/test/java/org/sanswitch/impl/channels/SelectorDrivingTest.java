package org.sanswitch.impl.channels;

import static java.nio.channels.SelectionKey.OP_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/** A selector that handles its provider's events while it waits (SES-10, ADR 193). */
@Timeout(60)
@Rules("SES-10")
class SelectorDrivingTest {

  private static final int MOST_DELAY_NANOS = 2_000_000;

  /** After so many sleeps in vain another thread would watch the platform. */
  private static final int CALM_SLEEPS = 12;

  private final FakeDrivers drivers = new FakeDrivers();

  private Kit kit;
  private Selector selector;
  private Kit.Channels pair;
  private SocketChannel server;

  @BeforeEach
  void open() throws Exception {
    kit = new Kit(Kit.Sort.OURS_ON_SAN);
    selector = kit.with(kit.provider.openSelector());
    pair = kit.channels();
    server = pair.server();
    kit.core.links.get(0).server.port = drivers.port();
    server.configureBlocking(false).register(selector, OP_READ);
  }

  @AfterEach
  void close() throws Exception {
    kit.close();
  }

  private static ByteBuffer one() {
    return ByteBuffer.allocate(1);
  }

  @Test
  void sleepsInTheProviderAndHandlesWhatComes() throws Exception {
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    assertTrue(drivers.sleeps.get() > 0);
    drivers.ring(this::writeToClient);
    assertEquals(1, select.result());
    assertTrue(drivers.aways.get() > 0, "the provider is told that it goes on");
  }

  @Test
  void isWokenByWhatAnotherThreadBrings() throws Exception {
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    pair.client().write(one());
    assertEquals(1, select.result());
  }

  @Test
  void wakeupEndsASleepInTheProvider() throws Exception {
    for (int i = 0; i < 50; i++) {
      Blocking select = Blocking.start(On.PLATFORM, selector::select);
      selector.wakeup();
      assertEquals(0, select.result());
    }
    Blocking asleep = Blocking.blocked(On.PLATFORM, selector::select);
    selector.wakeup();
    assertEquals(0, asleep.result());
  }

  @Test
  void anInterruptEndsASleepInTheProvider() throws Exception {
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    select.thread.interrupt();
    assertEquals(0, select.result());
    assertTrue(select.interruptedAfterwards());
  }

  @Test
  void closeEndsASleepInTheProviderAndGivesTheTurnBack() throws Exception {
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    selector.close();
    assertEquals(0, select.result());
    assertTrue(drivers.ends.get() > 0);
  }

  @Test
  void theTimeOfASleepInTheProviderIsKept() throws Exception {
    sleepInTheProvider(20);
  }

  /** Selects in vain until it has slept; where this thread stands still for the time, it does not get to that. */
  private void sleepInTheProvider(int millis) throws IOException {
    int before = drivers.sleeps.get();
    while (drivers.sleeps.get() == before) {
      assertEquals(0, selector.select(millis));
    }
  }

  @Test
  void sleepsInThePlatformWhereThatHasSomethingToWatch() throws Exception {
    sleepInTheProvider(1);
    int before = drivers.sleeps.get();
    Pipe pipe = kit.provider.openPipe();
    kit.with(pipe.source()).configureBlocking(false).register(selector, OP_READ);
    kit.with(pipe.sink());
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    assertEquals(before, drivers.sleeps.get());
    assertEquals(1, drivers.ends.get(), "nobody sleeps there with the turn");
    pipe.sink().write(one());
    assertEquals(1, select.result());
    selector.selectedKeys().clear();
    pipe.source().read(one());
    Blocking again = Blocking.blocked(On.PLATFORM, selector::select);
    pair.client().write(one());
    assertEquals(1, again.result());
  }

  @Test
  void sleepsInThePlatformWhereAnotherDrives() throws Exception {
    drivers.free = false;
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    assertEquals(0, drivers.sleeps.get());
    pair.client().write(one());
    assertEquals(1, select.result());
  }

  @Test
  void aVirtualThreadDoesNotSleepInTheProvider() throws Exception {
    Blocking select = Blocking.start(On.VIRTUAL, selector::select);
    pair.client().write(one());
    assertEquals(1, select.result());
    assertEquals(0, drivers.sleeps.get());
  }

  @Test
  void aProviderThatThrowsIsNotAskedAgain() throws Exception {
    sleepInTheProvider(1);
    drivers.broken = true;
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    pair.client().write(one());
    assertEquals(1, select.result());
  }

  @Test
  void whoLooksAgainAndAgainDrives() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertEquals(0, selector.selectNow());
    }
    assertTrue(drivers.looks.get() > 0);
    pair.client().write(one());
    assertEquals(1, selector.selectNow());
  }

  /** Registers a pipe, and waits until another thread would watch it. */
  private Pipe calmPipe() throws Exception {
    Pipe pipe = kit.provider.openPipe();
    kit.with(pipe.source()).configureBlocking(false).register(selector, OP_READ);
    kit.with(pipe.sink());
    for (int i = 0; i < CALM_SLEEPS; i++) {
      Kit.sleepOnce(selector);
    }
    return pipe;
  }

  /** Unless the time is over before it sleeps. */
  private void becomeCalm() throws IOException {
    for (int i = 0; i < CALM_SLEEPS; i++) {
      assertEquals(0, selector.select(1));
    }
  }

  private void writeToClient() {
    try {
      pair.client().write(one());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void sleepsInTheProviderWhileAnotherThreadWatchesThePlatform() throws Exception {
    Pipe pipe = calmPipe();
    int before = drivers.sleeps.get();
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    assertTrue(drivers.sleeps.get() > before);
    drivers.ring(this::writeToClient);
    assertEquals(1, select.result());
    selector.selectedKeys().clear();
    assertEquals(1, server.read(one()));
    Blocking again = Blocking.blocked(On.PLATFORM, selector::select);
    pipe.sink().write(one());
    assertEquals(1, again.result());
    assertEquals(pipe.source(), selector.selectedKeys().iterator().next().channel());
  }

  @Test
  void looksExactlyThoughAnotherThreadWatchesThePlatform() throws Exception {
    for (int i = 0; i < 5; i++) {
      Pipe pipe = calmPipe();
      pipe.sink().write(one());
      assertEquals(1, selector.selectNow());
      selector.selectedKeys().clear();
      pipe.source().close();
      assertEquals(0, selector.selectNow());
      assertEquals(1, selector.keys().size());
    }
  }

  @Test
  void aChangeOfInterestCountsThoughAnotherThreadWatchesThePlatform() throws Exception {
    Pipe pipe = calmPipe();
    pipe.source().keyFor(selector).interestOps(0);
    assertEquals(0, selector.select(1));
    pipe.sink().write(one());
    for (int i = 0; i < 20; i++) {
      assertEquals(0, selector.select(1));
    }
    pipe.source().keyFor(selector).interestOps(OP_READ);
    assertEquals(1, selector.select());
  }

  @Test
  void closeEndsTheThreadThatWatchesThePlatform() throws Exception {
    calmPipe();
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    selector.close();
    assertEquals(0, select.result());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (Thread.getAllStackTraces()
      .keySet()
      .stream()
      .anyMatch(each -> each.getName().equals("sanswitch-platform-watch"))) {
      assertTrue(System.nanoTime() < end, "it is alive");
      Thread.onSpinWait();
    }
  }

  @Test
  void nothingOfThePlatformOrTheProviderIsMissed() throws Exception {
    Pipe pipe = calmPipe();
    for (int i = 0; i < 2_000; i++) {
      Blocking select = Blocking.start(On.PLATFORM, selector::select);
      boolean platform = i % 5 == 0;
      if (platform) {
        pipe.sink().write(one());
      } else if (i % 2 == 0) {
        drivers.ring(this::writeToClient);
      } else {
        writeToClient();
      }
      assertEquals(1, select.result(), "round " + i);
      selector.selectedKeys().clear();
      assertEquals(1, platform ? pipe.source().read(one()) : server.read(one()));
    }
  }

  /** Both sleep in the platform's selector one after the other, so one could take the wake-up of the other. */
  @Test
  void whatComesWhileTheWatchIsEndedIsNotMissed() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    calmPipe();
    for (int i = 0; i < 150; i++) {
      drivers.free = true;
      becomeCalm();
      drivers.free = false;
      Blocking select = Blocking.start(On.PLATFORM, selector::select);
      long until = System.nanoTime() + random.nextInt(MOST_DELAY_NANOS);
      while (System.nanoTime() - until < 0) {
        Thread.onSpinWait();
      }
      writeToClient();
      assertEquals(1, select.result(), "round " + i + ", seed " + seed);
      selector.selectedKeys().clear();
      assertEquals(1, server.read(one()));
    }
  }
}
