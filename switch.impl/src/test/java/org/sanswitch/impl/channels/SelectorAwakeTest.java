package org.sanswitch.impl.channels;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/** What a selector looks at while it is awake, and that it sleeps where nothing comes (SES-10). */
@Timeout(60)
@Rules("SES-10")
class SelectorAwakeTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(50);

  private static ByteBuffer one() {
    return ByteBuffer.allocate(1);
  }

  @Test
  void staysAwakeForSansOnly() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_TCP)) {
      kit.core.budget = new FakeBudget(LONG);
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      pair.server().configureBlocking(false).register(selector, OP_READ);
      Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
      pair.client().write(one());
      assertEquals(1, select.result());
      assertEquals(0, kit.core.budget.begun.get());
    }
  }

  @Test
  void accountsForTheTimeThatItStaysAwake() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN)) {
      kit.core.budget = new FakeBudget(LONG);
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      SocketChannel server = pair.server();
      server.configureBlocking(false).register(selector, OP_READ);
      // It waits before anything comes: later it may always find that the next byte is there already.
      Blocking echo = Blocking.blocked(On.PLATFORM, () -> {
        for (int i = 0; i < 100; i++) {
          assertEquals(1, selector.select());
          selector.selectedKeys().clear();
          assertEquals(1, server.read(one()));
          assertEquals(1, server.write(one()));
        }
        return kit.core.budget.slept.get();
      });
      for (int i = 0; i < 100; i++) {
        pair.client().write(one());
        assertEquals(1, pair.client().read(one()));
      }
      int slept = (int) echo.result();
      assertEquals(0, kit.core.budget.awake.get(), "each begin has its end");
      assertTrue(kit.core.budget.begun.get() > 0);
      assertTrue(kit.core.budget.paid.get() + slept <= 100, "a wait pays or sleeps");
    }
  }

  @Test
  void sleepsWhereNothingComes() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN)) {
      kit.core.budget = new FakeBudget(LONG);
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      pair.server().configureBlocking(false).register(selector, OP_READ);
      Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
      FakeStream stream = kit.core.links.get(0).server;
      long looks = stream.looks.get();
      assertTrue(looks > 0, "it was awake before");
      pair.client().configureBlocking(false).register(selector, OP_READ);
      select.awaitBlocked();
      assertEquals(looks, stream.looks.get());
      pair.client().configureBlocking(false);
      pair.client().write(one());
      assertEquals(1, select.result());
      assertEquals(1, kit.core.budget.slept.get());
      assertEquals(0, kit.core.budget.paid.get());
    }
  }

  @Test
  void idleConnectionsCostNothing() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN)) {
      Selector selector = kit.with(kit.provider.openSelector());
      for (int i = 0; i < 50; i++) {
        kit.channels().server().configureBlocking(false).register(selector, OP_READ);
      }
      Kit.sleepOnce(selector);
      Kit.Channels busy = kit.channels();
      busy.server().configureBlocking(false).register(selector, OP_READ);
      long before = looksOfIdle(kit);
      for (int i = 0; i < 100; i++) {
        busy.client().write(one());
        assertEquals(1, selector.select());
        selector.selectedKeys().clear();
        assertEquals(1, busy.server().read(one()));
      }
      assertEquals(before, looksOfIdle(kit));
    }
  }

  private static long looksOfIdle(Kit kit) {
    return kit.core.links.stream().limit(50).mapToLong(link -> link.server.looks.get()).sum();
  }

  @Test
  void isNotWokenForWhatNobodyIsInterestedIn() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      SocketChannel server = pair.server();
      server.configureBlocking(false);
      var key = server.register(selector, OP_READ);
      Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
      assertEquals(1, server.write(one()));
      assertEquals(1, pair.client().read(one()));
      select.awaitBlocked();
      selector.wakeup();
      assertEquals(0, select.result());
      key.interestOps(OP_WRITE);
      assertEquals(1, selector.select());
      key.interestOps(0);
      selector.selectedKeys().clear();
      Blocking none = Blocking.blocked(On.PLATFORM, selector::select);
      pair.client().write(one());
      none.awaitBlocked();
      selector.wakeup();
      assertEquals(0, none.result());
    }
  }

  @Test
  void wakeupEndsASelectThatIsAwake() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN)) {
      kit.core.budget = new FakeBudget(LONG);
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      pair.server().configureBlocking(false).register(selector, OP_READ);
      for (On on : On.values()) {
        Blocking select = Blocking.start(on, selector::select);
        selector.wakeup();
        assertEquals(0, select.result());
        assertEquals(0, kit.core.budget.awake.get());
      }
    }
  }
}
