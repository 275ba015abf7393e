package org.sanswitch.provider.emu;

import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ARMED;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ATOMIC;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_FUTEX;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_OFFSET;

import java.lang.invoke.VarHandle;

/**
 * Wakes who sleeps on the word of a segment, when something was put where it looks (ADR 24, 163): the
 * peer, or another thread of this side. Called by the sending thread, which guards all fields.
 */
final class WaiterSignal {

  /** After so many messages in a row for which nobody slept, a plain look is enough again. */
  static final int AWAKE = 64;

  private final long waiters;
  private final boolean fence;
  private final Runnable bell;

  /** Messages in a row for which nobody slept, while sleepers ask for {@link #WAITER_ATOMIC}. */
  private int awake;

  /**
   * Makes it.
   *
   * @param segment where the segment starts
   * @param fence whether a fence is needed here, as sleepers run no barrier
   * @param bell rings where it is armed
   */
  WaiterSignal(long segment, boolean fence, Runnable bell) {
    waiters = segment + WAITER_OFFSET;
    this.fence = fence;
    this.bell = bell;
  }

  /** Something is there. */
  void signal() {
    if (fence) {
      VarHandle.fullFence();
    }
    if (RawMemory.getIntOpaque(waiters) != 0) {
      exchange();
    }
  }

  /** Whoever sleeps has exchanged the same word: one of the two sees what the other has done. */
  private void exchange() {
    boolean last = awake >= AWAKE;
    int bits = RawMemory.andInt(waiters, last ? 0 : WAITER_ATOMIC);
    boolean asleep = (bits & (WAITER_FUTEX | WAITER_ARMED)) != 0;
    awake = asleep || last ? 0 : awake + 1;
    if ((bits & WAITER_FUTEX) != 0) {
      Futex.wake(waiters);
    }
    if ((bits & WAITER_ARMED) != 0) {
      bell.run();
    }
  }
}
