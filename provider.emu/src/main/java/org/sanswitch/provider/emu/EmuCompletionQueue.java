package org.sanswitch.provider.emu;

import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ARMED;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ATOMIC;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_FUTEX;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_OFFSET;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.CompletionQueue;

/**
 * The completions of a queue pair: what it sent itself, and what the peer has put into its segment.
 * A waiter tells in a word of the segment how it wants to be woken; whoever takes the bit away does
 * it.
 */
final class EmuCompletionQueue implements CompletionQueue {

  /** Interrupts cannot reach a futex, so a sleep is cut in slices. */
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

  /** A processor's stores have reached the others long before (ADR 164). */
  private static final long SETTLED = TimeUnit.MICROSECONDS.toNanos(20);

  private final SendCompletions sends;
  private final ReceiveQueue receives;
  private final Ending ending;
  private final long waiters;
  private final Runnable ready;
  private final WaiterSignal own;
  /** Used by the thread that awaits. Not in the arena of the segment, which may be closed. */
  private @Nullable MemorySegment timeout;
  /** Set by any thread, taken by the one that awaits. */
  private volatile boolean woken;

  /**
   * Makes the queue.
   *
   * @param segment where the own segment starts
   * @param ready is run when the queue was armed and has something now
   */
  EmuCompletionQueue(
      SendCompletions sends,
      ReceiveQueue receives,
      Ending ending,
      long segment,
      Runnable ready) {
    this.sends = sends;
    this.receives = receives;
    this.ending = ending;
    this.waiters = segment + WAITER_OFFSET;
    this.ready = ready;
    own = new WaiterSignal(segment, !Membarrier.REGISTERED, ready);
  }

  @Override
  public int poll(Sink sink, int max) {
    int taken = sends.poll(sink, max);
    return taken < max ? taken + receives.poll(sink, max - taken) : taken;
  }

  @Override
  public boolean arm() {
    try {
      if (isReady()) {
        return false;
      }
      var _ = announce(WAITER_ARMED);
      if (isReady()) {
        clear(WAITER_ARMED);
        return false;
      }
      return true;
    } catch (InternalError e) {
      ending.accessFailed(e);
      return false;
    }
  }

  @Override
  public void await(long nanos) {
    long start = System.nanoTime();
    try {
      long left = nanos;
      while (left > 0 && !takeWoken() && !isReady() && !Thread.currentThread().isInterrupted()) {
        int bits = announce(WAITER_FUTEX);
        if (!woken && !isReady()) {
          Futex.await(waiters, bits, Math.min(left, SLICE), timeout());
        }
        clear(WAITER_FUTEX);
        left = nanos - (System.nanoTime() - start);
      }
    } catch (InternalError e) {
      ending.accessFailed(e);
    }
  }

  @Override
  public void wake() {
    woken = true;
    try {
      if ((clear(WAITER_FUTEX) & WAITER_FUTEX) != 0) {
        Futex.wake(waiters);
      }
    } catch (InternalError e) {
      ending.accessFailed(e);
    }
  }

  /**
   * Announces a sleep, and asks to be told by an exchange from now on. Whoever signals exchanges the
   * word if it sees the request, and then one of the two sees what the other did. Where there was none
   * before, it may not be seen yet: then what was sent without having seen it is waited for.
   *
   * @param bit how to be woken
   * @return the word
   */
  private int announce(int bit) {
    int before = RawMemory.orInt(waiters, bit | WAITER_ATOMIC);
    if ((before & WAITER_ATOMIC) == 0) {
      settle();
    }
    return before | bit | WAITER_ATOMIC;
  }

  /**
   * Returns when messages of those who did not see the request can be seen. The barrier would do, but
   * the kernel leaves out processors that were idle when a process registered (ADR 164).
   */
  private void settle() {
    if (Membarrier.REGISTERED) {
      long start = System.nanoTime();
      Membarrier.run();
      while (System.nanoTime() - start < SETTLED && !isReady()) {
        Thread.onSpinWait();
      }
    }
  }

  /** Tells waiters, if there are any, that this side has put something into the queue. */
  void signalIfWaiting() {
    if (!ending.isClosed()) {
      own.signal();
    }
  }

  /** Wakes whoever waits. */
  void signal() {
    int bits = clear(WAITER_FUTEX | WAITER_ARMED);
    if ((bits & WAITER_FUTEX) != 0) {
      Futex.wake(waiters);
    }
    if ((bits & WAITER_ARMED) != 0) {
      ready.run();
    }
  }

  private boolean isReady() {
    return sends.isReady() || receives.isReady();
  }

  private MemorySegment timeout() {
    MemorySegment known = timeout;
    if (known == null) {
      known = Futex.newTimeout(Arena.ofAuto());
      timeout = known;
    }
    return known;
  }

  private boolean takeWoken() {
    if (woken) {
      woken = false;
      return true;
    }
    return false;
  }

  private int clear(int bits) {
    return ending.isClosed() ? 0 : RawMemory.andInt(waiters, ~bits);
  }
}
