package org.sanswitch.provider.verbs;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds up the end of the JVM until the devices of the peers have all that was sent, for a bounded time
 * only: the end of a process takes its queue pairs with it, and what they have not delivered. TCP/IP
 * keeps on delivering what a dead process had written; this comes close.
 */
final class ExitDrain {

  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(500);

  private final Set<VerbsQueuePair> queuePairs;
  private final int millis;
  private final Thread hook = new Thread(this::drain, "sanswitch-verbs-exit");

  ExitDrain(Set<VerbsQueuePair> queuePairs, int millis) {
    this.queuePairs = queuePairs;
    this.millis = millis;
  }

  void register() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already: whatever is sent from here on is lost with it.
    }
  }

  void unregister() {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs, or has run.
    }
  }

  /** {@return whether everything was delivered in time} */
  boolean drain() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (queuePairs.stream().anyMatch(VerbsQueuePair::isSending)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE);
    }
    return true;
  }
}
