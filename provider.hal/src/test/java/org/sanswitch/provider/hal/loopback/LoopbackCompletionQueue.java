package org.sanswitch.provider.hal.loopback;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;

/** The completions of a queue pair of the loopback adapter. */
final class LoopbackCompletionQueue implements CompletionQueue {

  /** A completion, with the memory that is free when it is polled. */
  record Entry(long id, AdapterError error, int bytes, LoopbackMemory[] memory) {}

  private final LoopbackQueuePair queuePair;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private volatile boolean ready;
  private boolean armed;
  private boolean woken;

  LoopbackCompletionQueue(LoopbackQueuePair queuePair) {
    this.queuePair = queuePair;
  }

  void add(Entry entry) {
    entries.add(entry);
    ready = true;
    if (armed) {
      armed = false;
      queuePair.adapter.event(to -> to.completionsReady(queuePair));
    }
    queuePair.adapter.lock.notifyAll();
  }

  @Override
  public int poll(Sink sink, int max) {
    queuePair.receiving.enter();
    try {
      if (queuePair.adapter.throwFromPoll) {
        throw new IllegalStateException("told to throw from poll");
      }
      int count = 0;
      // A poll that began before it was told to throw takes nothing that came afterwards.
      while (ready && !queuePair.adapter.throwFromPoll && count < max) {
        Entry entry;
        synchronized (queuePair.adapter.lock) {
          entry = entries.remove();
          ready = !entries.isEmpty();
          for (LoopbackMemory each : entry.memory) {
            each.users--;
          }
        }
        sink.completed(entry.id, entry.error, entry.bytes);
        count++;
      }
      return count;
    } finally {
      queuePair.receiving.exit();
    }
  }

  @Override
  public boolean arm() {
    queuePair.others.enter();
    try {
      synchronized (queuePair.adapter.lock) {
        if (ready) {
          return false;
        }
        armed = true;
        return true;
      }
    } finally {
      queuePair.others.exit();
    }
  }

  @Override
  public void await(long nanos) {
    queuePair.awaiting.enter();
    try {
      long end = System.nanoTime() + nanos;
      synchronized (queuePair.adapter.lock) {
        long left = nanos;
        while (!ready && !woken && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(queuePair.adapter.lock, left);
          left = end - System.nanoTime();
        }
        woken = false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queuePair.awaiting.exit();
    }
  }

  @Override
  public void wake() {
    queuePair.others.enter();
    try {
      synchronized (queuePair.adapter.lock) {
        woken = true;
        queuePair.adapter.lock.notifyAll();
      }
    } finally {
      queuePair.others.exit();
    }
  }
}
