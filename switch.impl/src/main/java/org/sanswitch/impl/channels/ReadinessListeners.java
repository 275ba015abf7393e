package org.sanswitch.impl.channels;

import java.util.concurrent.CopyOnWriteArrayList;
import org.sanswitch.impl.session.Watcher;

/** The registrations that one channel has to tell of its readiness. */
final class ReadinessListeners implements Watcher {

  private final CopyOnWriteArrayList<SwitchSelectionKey> keys = new CopyOnWriteArrayList<>();

  void add(SwitchSelectionKey key) {
    keys.add(key);
  }

  void remove(SwitchSelectionKey key) {
    keys.remove(key);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  @Override
  public boolean mayBeReady() {
    boolean again = false;
    for (SwitchSelectionKey key : keys) {
      again |= key.mayBeReady();
    }
    return again;
  }

  /** The channel has become something else: connected over a SAN, or connecting over TCP/IP. */
  void changed() {
    for (SwitchSelectionKey key : keys) {
      key.changed();
    }
  }
}
