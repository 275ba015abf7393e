package org.sanswitch.impl.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long awaits of all sessions stay awake before they sleep (ADR 149). Times are those of {@link
 * System#nanoTime}.
 */
final class SpinPolicy {

  /** A few looks that take so long: another thread had this one's processor for a while. */
  private static final long TAKEN = 200_000;

  /** How many times as long nobody stays awake then, so that others get most of the processor if they want it. */
  private static final int REST_SHARE = 8;

  private static final long MOST_REST = TimeUnit.MILLISECONDS.toNanos(160);

  /** A virtual thread stays awake for this share only: carriers are few. */
  private static final int VIRTUAL_SHARE = 8;

  private final long most;
  private final int processors;

  /** Nobody stays awake until then. Guard: volatile; races only change how long it is. */
  private volatile long restUntil = System.nanoTime() - MOST_REST;

  /** How long the rest before was. Guard: as restUntil. */
  private volatile long rest;

  /** Guard: atomic; number of threads that are awake in an await. */
  private final AtomicInteger spinners = new AtomicInteger();

  SpinPolicy(long mostNanos, int processors) {
    most = processors > 1 ? mostNanos : 0;
    this.processors = processors;
  }

  /** {@return a budget of its own for one direction of one session} */
  Budget newBudget() {
    return new Budget();
  }

  /**
   * Others need the processors: the compilers of a young JVM, more threads than processors, another
   * process. So all sleep for a multiple of the time that was taken; if it happens again soon, for twice as long as
   * before. Where it is the housekeeping of a JVM a few times in a second, the rests are a few per cent.
   */
  private void giveWay(long now, long taken) {
    long fair = Math.min(REST_SHARE * taken, MOST_REST);
    boolean again = now - restUntil < fair;
    long next = again ? Math.clamp(2 * rest, fair, MOST_REST) : fair;
    rest = next;
    restUntil = now + next;
  }

  /** Follows what staying awake brings. Guard: one waiting thread at a time. */
  final class Budget implements AwakeBudget {

    /** Below this many nanoseconds it is not worth to begin. */
    private static final long LEAST = 1_000;

    /** So many nanoseconds for a few looks are the work of the scheduler. */
    private static final long PREEMPTED = 20_000;

    /** Short sleeps before the rarest trial. */
    private static final int MOST_PATIENCE = 1_024;

    private long nanos = most;
    private int patience = 1;
    private int shortSleeps;
    private boolean trial;

    @Override
    public long begin(boolean virtual, long now) {
      long share = virtual ? nanos / VIRTUAL_SHARE : nanos;
      if (share < LEAST || restUntil - now > 0) {
        return 0;
      }
      if (spinners.incrementAndGet() > processors) {
        spinners.decrementAndGet();
        return 0;
      }
      return share;
    }

    @Override
    public void end(boolean over, long roundNanos, long now) {
      spinners.decrementAndGet();
      if (roundNanos >= TAKEN) {
        giveWay(now, roundNanos);
      }
      if (over && roundNanos < PREEMPTED) {
        nanos = Math.min(most, Math.max(LEAST, nanos) * 2);
        patience = Math.max(1, patience / 2);
      } else if (trial) {
        nanos = 0;
        patience = Math.min(MOST_PATIENCE, patience * 2);
      } else {
        nanos = nanos / 2 < LEAST ? 0 : nanos / 2;
      }
      trial = false;
    }

    /**
     * An await that slept has ended. If it was short, staying awake might have paid, and is tried
     * again; the rarer, the more often it was tried in vain: where both ends share a processor, sleeps
     * are short just because nobody stays awake.
     */
    @Override
    public void slept(long elapsedNanos) {
      if (elapsedNanos < 2 * most && nanos < most && ++shortSleeps >= patience) {
        shortSleeps = 0;
        trial = true;
        nanos = most;
      }
    }

    /** {@return whether the first looks without a clock are worth it} */
    boolean isWorthALook() {
      return nanos >= LEAST;
    }
  }
}
