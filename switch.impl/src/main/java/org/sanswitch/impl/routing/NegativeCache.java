package org.sanswitch.impl.routing;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;

/**
 * Destinations that a provider failed to reach a moment ago, so that the next connection does not
 * pay for finding out again. Bounded: the oldest entry goes first.
 */
public final class NegativeCache {

  private static final int MAX_ENTRIES = 4096;

  private final LongSupplier nanoTime;

  /** Guard: this. */
  private final Map<Key, Failure> failures = new LinkedHashMap<>();

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
   * Remembers a failure.
   *
   * @param provider name of the provider
   * @param remote the destination
   * @param reason why
   */
  public void add(String provider, InetSocketAddress remote, RouteReason reason) {
    long keep = keepNanos;
    if (keep <= 0) {
      return;
    }
    long now = nanoTime.getAsLong();
    Key key = new Key(provider, remote);
    synchronized (this) {
      failures.remove(key);
      failures.put(key, new Failure(reason, now, now + keep));
      if (failures.size() > MAX_ENTRIES) {
        failures.remove(failures.keySet().iterator().next());
      }
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
  }

  synchronized int size() {
    return failures.size();
  }

  /** {@return the failure in words, with the times} */
  String text(String provider, Failure failure) {
    long now = nanoTime.getAsLong();
    return provider + ": " + failure.reason().text() + ", "
        + TimeUnit.NANOSECONDS.toMillis(now - failure.atNanos()) + " ms ago, tried again in "
        + TimeUnit.NANOSECONDS.toMillis(failure.untilNanos() - now) + " ms";
  }
}
