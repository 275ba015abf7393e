package org.sanswitch.provider.example;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be told to the handler. An adapter has no thread of its own: whoever makes something
 * happen leaves a note here, and the one thread in processEvents tells it.
 */
final class ExampleEvents {

  private static final Runnable WAKEUP = () -> {
  };

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

  /**
   * Tells what there is to tell.
   *
   * @param maxWaitNanos how long to wait for the first event; 0 not at all
   * @return number of events that were told
   */
  int process(long maxWaitNanos) {
    int told = 0;
    try {
      Runnable event = queue.poll(maxWaitNanos, TimeUnit.NANOSECONDS);
      while (event != null && open) {
        if (event != WAKEUP) {
          event.run();
          told++;
        }
        event = queue.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return told;
  }
}
