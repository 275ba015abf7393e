package org.sanswitch.provider.emu.fault;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Work for later, done by the thread that processes events. */
final class Timers {

  private record Entry(long due, long sequence, Runnable work) {}

  private final Runnable wakeup;
  /** Guard: itself. */
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(
          Comparator.<Entry>comparingLong(Entry::due).thenComparingLong(Entry::sequence));
  /** Guard: entries. Keeps what is due at one time in order. */
  private long sequence;
  /** Where the times count from, so that they can be compared. */
  private final long origin = System.nanoTime();

  /**
   * Makes it.
   *
   * @param wakeup has the thread look again
   */
  Timers(Runnable wakeup) {
    this.wakeup = wakeup;
  }

  /** {@return the time now, as the other functions take it} */
  long now() {
    return System.nanoTime() - origin;
  }

  /** Leaves work to be done soon after a time. */
  void at(long due, Runnable work) {
    synchronized (entries) {
      entries.add(new Entry(due, sequence++, work));
    }
    wakeup.run();
  }

  /** {@return how long to wait for the next work, at most so long} */
  long untilNext(long most) {
    synchronized (entries) {
      Entry next = entries.peek();
      return next == null ? most : Math.clamp(next.due - now(), 0, most);
    }
  }

  /** Does what is due. {@return how much it was} */
  int run() {
    int count = 0;
    Entry entry;
    while ((entry = nextDue()) != null) {
      count++;
      entry.work.run();
    }
    return count;
  }

  private @Nullable Entry nextDue() {
    synchronized (entries) {
      Entry next = entries.peek();
      return next != null && next.due <= now() ? entries.poll() : null;
    }
  }

  /** Forgets all work. */
  void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }
}
