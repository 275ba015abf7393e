package org.sanswitch.itests.adapter;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What waits to be told, and the wait for it. */
final class Events {

  private static final Runnable WAKEUP = () -> {};

  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

  /** Guard: volatile; nothing is told while it is false. */
  private volatile boolean open;

  void open() {
    queue.clear();
    open = true;
  }

  void close() {
    open = false;
    queue.clear();
    queue.add(WAKEUP);
  }

  void add(Runnable event) {
    if (open) {
      queue.add(event);
    }
  }

  void wakeup() {
    queue.add(WAKEUP);
  }

  int process(long maxWaitNanos) {
    int handled = 0;
    try {
      Runnable event = queue.poll(maxWaitNanos, TimeUnit.NANOSECONDS);
      while (event != null && open) {
        if (event != WAKEUP) {
          event.run();
          handled++;
        }
        event = queue.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return handled;
  }
}
