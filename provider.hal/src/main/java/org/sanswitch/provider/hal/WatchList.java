package org.sanswitch.provider.hal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that the progress thread looks after each tick: those that were polled lately, so that
 * they are armed when nobody polls them any longer, and those that are being closed.
 *
 * <p>Every socket that is connected is on this list, or armed, or somebody waits in the adapter for
 * it: that is why no completion stays unseen. Anybody may put a socket on the list; only the progress
 * thread takes it off.
 */
final class WatchList {

  private static final int IDLE = 0;
  private static final int SEEN = 1;
  private static final int TOUCHED = 2;
  private static final VarHandle MARK;
  private static final VarHandle NEWCOMERS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MARK = lookup.findVarHandle(Entry.class, "mark", int.class);
      NEWCOMERS = lookup.findVarHandle(WatchList.class, "newcomers", Entry.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A socket that can be on the list. */
  abstract static class Entry {

    /** Guard: {@link WatchList#MARK}; read plainly by polls. */
    private int mark;

    /** Guard: written before the entry is pushed, read by the progress thread. */
    private @Nullable Entry nextNewcomer;

    /** {@return whether it is on the list} */
    final boolean isListed() {
      return (int) MARK.getVolatile(this) != IDLE;
    }

    /**
     * Progress thread, each tick: tells whether to stay on the list.
     *
     * @param touched whether the entry was touched since the last tick
     * @param now {@link System#nanoTime}
     * @return true to stay
     */
    abstract boolean tick(boolean touched, long now);

    /** Progress thread: the entry has left the list, and was not touched meanwhile. */
    abstract void left();
  }

  private final Runnable wakeup;

  /** Guard: {@link #NEWCOMERS}. A stack of what was touched first. */
  private volatile @Nullable Entry newcomers;

  /** Guard: the progress thread. */
  private List<Entry> entries = new ArrayList<>();

  /** Guard: the progress thread. */
  private List<Entry> spare = new ArrayList<>();

  /**
   * Makes an empty list.
   *
   * @param wakeup called when it is empty no longer, by whoever touched an entry
   */
  WatchList(Runnable wakeup) {
    this.wakeup = wakeup;
  }

  /**
   * Data path: notes that a socket was polled. Costs one load when it is noted already. A stale load
   * does no harm: at worst the socket is armed, and then listed again by the next poll.
   *
   * @param entry the socket
   */
  void polled(Entry entry) {
    if (entry.mark != TOUCHED) {
      touch(entry);
    }
  }

  /**
   * Puts a socket on the list, and has it seen by the next tick but one.
   *
   * @param entry the socket
   */
  void touch(Entry entry) {
    for (;;) {
      int mark = (int) MARK.getVolatile(entry);
      if (mark == TOUCHED) {
        return;
      }
      if (MARK.compareAndSet(entry, mark, TOUCHED)) {
        if (mark == IDLE) {
          push(entry);
        }
        return;
      }
    }
  }

  private void push(Entry entry) {
    Entry head;
    do {
      head = newcomers;
      entry.nextNewcomer = head;
    } while (!NEWCOMERS.compareAndSet(this, head, entry));
    wakeup.run();
  }

  /** Progress thread: {@return whether nobody is on the list} */
  boolean isEmpty() {
    return newcomers == null && entries.isEmpty();
  }

  /**
   * Progress thread: asks every entry whether it stays.
   *
   * @param now {@link System#nanoTime}
   */
  void tick(long now) {
    takeNewcomers();
    List<Entry> before = entries;
    List<Entry> after = spare;
    for (Entry entry : before) {
      boolean touched = MARK.compareAndSet(entry, TOUCHED, SEEN);
      if (entry.tick(touched, now) || !MARK.compareAndSet(entry, SEEN, IDLE)) {
        after.add(entry);
      } else {
        entry.left();
      }
    }
    before.clear();
    entries = after;
    spare = before;
  }

  private void takeNewcomers() {
    Entry entry = (Entry) NEWCOMERS.getAndSet(this, null);
    while (entry != null) {
      Entry next = entry.nextNewcomer;
      entry.nextNewcomer = null;
      entries.add(entry);
      entry = next;
    }
  }
}
