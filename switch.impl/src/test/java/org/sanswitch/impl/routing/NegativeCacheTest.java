package org.sanswitch.impl.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.Hosts;

class NegativeCacheTest {

  private static final InetSocketAddress REMOTE = new InetSocketAddress(Hosts.LAN, 80);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final NegativeCache cache =
      new NegativeCache(TimeUnit.SECONDS.toNanos(2), clock::get);

  @Test
  void remembersAFailureForItsTimeOnly() {
    cache.add("a", REMOTE, RouteReason.OTHER_USER);
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1999));
    NegativeCache.Failure failure = cache.find("a", REMOTE);
    assertNotNull(failure);
    assertTrue(cache.text("a", failure).contains("1999 ms ago, tried again in 1 ms"));
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertNull(cache.find("a", REMOTE));
    assertEquals(0, cache.size());
  }

  @Test
  void keepsProvidersPortsAndAddressesApart() {
    cache.add("a", REMOTE, RouteReason.OTHER_USER);
    assertNull(cache.find("b", REMOTE));
    assertNull(cache.find("a", new InetSocketAddress(Hosts.LAN, 81)));
    assertNull(cache.find("a", new InetSocketAddress(Hosts.LOCAL, 80)));
  }

  @Test
  void isBoundedAndForgetsTheOldestFirst() {
    for (int port = 1; port <= 4097; port++) {
      cache.add("a", new InetSocketAddress(Hosts.LAN, port), RouteReason.OTHER_USER);
    }
    assertEquals(4096, cache.size());
    assertNull(cache.find("a", new InetSocketAddress(Hosts.LAN, 1)));
    assertNotNull(cache.find("a", new InetSocketAddress(Hosts.LAN, 2)));
  }

  @Test
  void canBeTurnedOffAndForgetsAllWhenTold() {
    cache.add("a", REMOTE, RouteReason.OTHER_USER);
    cache.clear();
    assertNull(cache.find("a", REMOTE));
    cache.keepNanos(0);
    cache.add("a", REMOTE, RouteReason.OTHER_USER);
    assertNull(cache.find("a", REMOTE));
  }

  /** Where nobody listens at all, whoever starts next may have a switch. */
  @Test
  void remembersThatAPeerHasNoSwitchWhenTcpHasReachedItOnly() {
    cache.add("a", REMOTE, RouteReason.PEER_HAS_NO_SWITCH);
    cache.add("b", REMOTE, RouteReason.PEER_HAS_NO_SWITCH);
    assertNull(cache.find("a", REMOTE));
    cache.reached(new InetSocketAddress(Hosts.LAN, 81));
    assertNull(cache.find("a", REMOTE));
    cache.reached(REMOTE);
    assertNotNull(cache.find("a", REMOTE));
    assertNotNull(cache.find("b", REMOTE));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertNull(cache.find("a", REMOTE));
    cache.reached(REMOTE);
    assertNull(cache.find("b", REMOTE));
  }

  @Test
  void isBoundedWhereTcpReachesNobody() {
    for (int port = 1; port <= 4097; port++) {
      cache.add("a", new InetSocketAddress(Hosts.LAN, port), RouteReason.PEER_HAS_NO_SWITCH);
    }
    assertEquals(4096, cache.size());
    cache.clear();
    assertEquals(0, cache.size());
  }
}
