package org.sanswitch.impl.core;

import java.util.concurrent.TimeUnit;

/** A small growing delay: 1 ms, doubled each time, at most 100 ms. Used by one thread at a time. */
final class Backoff {

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Guard: whoever drives the attempt. */
  private long nextNanos = FIRST_NANOS;

  long next() {
    long now = nextNanos;
    nextNanos = Math.min(2 * now, MAX_NANOS);
    return now;
  }
}
