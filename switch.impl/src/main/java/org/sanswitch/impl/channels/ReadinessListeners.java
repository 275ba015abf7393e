package org.sanswitch.impl.channels;

import java.util.concurrent.CopyOnWriteArrayList;

/** The selectors that one channel has to tell of its readiness. */
final class ReadinessListeners implements Runnable {

  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  void add(Runnable listener) {
    listeners.add(listener);
  }

  /** {@return whether nobody is left} */
  boolean remove(Runnable listener) {
    listeners.remove(listener);
    return listeners.isEmpty();
  }

  @Override
  public void run() {
    for (Runnable listener : listeners) {
      listener.run();
    }
  }
}
