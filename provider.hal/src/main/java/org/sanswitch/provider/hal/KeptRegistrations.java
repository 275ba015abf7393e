package org.sanswitch.provider.hal;

import org.jspecify.annotations.Nullable;

/**
 * The registrations that are kept, in the order in which they were used last. Guard of everything:
 * the cache's lock.
 */
final class KeptRegistrations {

  private @Nullable Registration oldest;
  private @Nullable Registration newest;
  private int count;
  private long bytes;

  /** {@return how many are kept} */
  int count() {
    return count;
  }

  /** {@return the bytes of all of them} */
  long bytes() {
    return bytes;
  }

  /** {@return the one whose last use is the longest ago, or null} */
  @Nullable
  Registration oldest() {
    return oldest;
  }

  /** Keeps one, as the newest. */
  void add(Registration registration) {
    registration.used = false;
    registration.older = newest;
    if (newest == null) {
      oldest = registration;
    } else {
      newest.newer = registration;
    }
    newest = registration;
    count++;
    bytes += registration.size;
  }

  /** Keeps one no longer. */
  void remove(Registration registration) {
    Registration before = registration.older;
    Registration behind = registration.newer;
    if (before == null) {
      oldest = behind;
    } else {
      before.newer = behind;
    }
    if (behind == null) {
      newest = before;
    } else {
      behind.older = before;
    }
    registration.older = null;
    registration.newer = null;
    registration.used = true;
    count--;
    bytes -= registration.size;
  }
}
