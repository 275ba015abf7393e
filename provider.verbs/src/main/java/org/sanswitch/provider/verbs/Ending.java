package org.sanswitch.provider.verbs;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;

/** Whether a connection is over, and what is under way ends with then: the first reason counts. */
final class Ending {

  private final AtomicReference<@Nullable AdapterError> error = new AtomicReference<>();

  boolean isOver() {
    return error.get() != null;
  }

  /** {@return what the device's flush means; DISCONNECTED as long as nobody here has ended it} */
  AdapterError flush() {
    AdapterError set = error.get();
    return set == null ? AdapterError.DISCONNECTED : set;
  }

  /** Ends it; {@return whether this was the first time} */
  boolean set(AdapterError how) {
    return error.compareAndSet(null, how);
  }
}
