package org.sanswitch.provider.emu;

/**
 * Where a fault of shared memory becomes an exception.
 *
 * <p>An access to a page that a peer has cut off is skipped, and the JVM throws InternalError when
 * the thread reaches its next safepoint poll: at the return of a compiled method, which may be that
 * of a caller far up. So code that must keep such an error to itself reaches a poll on its own
 * before it is done. HotSpot inlines a recursive method to a small depth only; what is below that is
 * a real call, and its return is a poll. It costs some nanoseconds, so it is done where nobody waits
 * for them: after a message was published, and when a look at the queue has found nothing. A fault
 * just when a message is taken out may still surface in the caller.
 */
final class FaultPoint {

  private static final int DEPTH = 2;

  private FaultPoint() {}

  /**
   * Throws what is outstanding.
   *
   * @throws InternalError if an earlier access of this thread has failed
   */
  static void reach() {
    var _ = descend(DEPTH);
  }

  private static int descend(int depth) {
    return depth == 0 ? 0 : 1 + descend(depth - 1);
  }
}
