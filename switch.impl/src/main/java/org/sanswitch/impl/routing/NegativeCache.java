package org.sanswitch.impl.routing;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;

/**
 * Destinations that a provider failed to reach a moment ago, so that the next connection does not
 * pay for finding out again. Bounded: the oldest entry goes first.
 *
 * <p>That a peer does not listen on the SAN counts only when TCP/IP has reached it: where nobody listens
 * at all, a program that has not started yet may come with a switch (ADR 065).
 */
public final class NegativeCache {

  private static final int MAX_ENTRIES = 4096;

  private final LongSupplier nanoTime;

  /** Guard: this. */
  private final Map<Key, Failure> failures = new LinkedHashMap<>();

  /** Providers on which the peer did not listen, to count if TCP/IP reaches it. Guard: this. */
  private final Map<InetSocketAddress, Set<String>> unconfirmed = new LinkedHashMap<>();

  /** Guard: volatile. */
  private volatile long keepNanos;

  private record Key(String provider, InetSocketAddress remote) {}

  /**
   * A failure that is remembered.
   *
   * @param reason why
   * @param atNanos when
   * @param untilNanos how long it is remembered
   */
  public record Failure(RouteReason reason, long atNanos, long untilNanos) {}

  /**
   * Makes an empty cache.
   *
   * @param keepNanos how long a failure is remembered; 0 for not at all
   * @param nanoTime clock
   */
  public NegativeCache(long keepNanos, LongSupplier nanoTime) {
    this.keepNanos = keepNanos;
    this.nanoTime = nanoTime;
  }

  /**
   * Changes how long failures are remembered from now on.
   *
   * @param nanos 0 for not at all
   */
  public void keepNanos(long nanos) {
    keepNanos = nanos;
  }

  /**
   * Remembers a failure: at once, or from {@link #reached} on if the peer may not listen at all.
   *
   * @param provider name of the provider
   * @param remote the destination
   * @param reason why
   */
  public synchronized void add(String provider, InetSocketAddress remote, RouteReason reason) {
    if (reason == RouteReason.PEER_HAS_NO_SWITCH) {
      unconfirmed.computeIfAbsent(remote, to -> new HashSet<>()).add(provider);
      bound(unconfirmed);
    } else {
      remember(provider, remote, reason);
    }
  }

  /**
   * TCP/IP has reached a destination.
   *
   * @param remote the destination
   */
  public synchronized void reached(InetSocketAddress remote) {
    Set<String> providers = unconfirmed.remove(remote);
    if (providers != null) {
      providers.forEach(each -> remember(each, remote, RouteReason.PEER_HAS_NO_SWITCH));
    }
  }

  /** Guard: this. */
  private void remember(String provider, InetSocketAddress remote, RouteReason reason) {
    long keep = keepNanos;
    if (keep <= 0) {
      return;
    }
    long now = nanoTime.getAsLong();
    Key key = new Key(provider, remote);
    failures.remove(key);
    failures.put(key, new Failure(reason, now, now + keep));
    bound(failures);
  }

  private static void bound(Map<?, ?> entries) {
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /**
   * {@return the failure that is remembered, or null}
   *
   * @param provider name of the provider
   * @param remote the destination
   */
  public synchronized @Nullable Failure find(String provider, InetSocketAddress remote) {
    if (failures.isEmpty()) {
      return null;
    }
    Key key = new Key(provider, remote);
    Failure failure = failures.get(key);
    if (failure != null && nanoTime.getAsLong() - failure.untilNanos() >= 0) {
      failures.remove(key);
      return null;
    }
    return failure;
  }

  /** Forgets all: the providers have changed. */
  public synchronized void clear() {
    failures.clear();
    unconfirmed.clear();
  }

  synchronized int size() {
    return failures.size() + unconfirmed.size();
  }

  /** {@return the failure in words, with the times} */
  String text(String provider, Failure failure) {
    long now = nanoTime.getAsLong();
    return provider + ": " + failure.reason().text() + ", "
        + TimeUnit.NANOSECONDS.toMillis(now - failure.atNanos()) + " ms ago, tried again in "
        + TimeUnit.NANOSECONDS.toMillis(failure.untilNanos() - now) + " ms";
  }
}
