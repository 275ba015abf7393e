package org.sanswitch.impl.provider;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Catches the handles that a provider makes inside one WSPSocket or WSPAccept, in the same thread:
 * that is how a descriptor and its handle come together (SOC-2).
 *
 * <p>Used by one thread. Calls may be nested (an upcall inside a downcall may make sockets), so the
 * outer one is kept.
 */
final class HandleCapture {

  private final @Nullable HandleCapture outer;

  /** Guard: the thread that made the capture. */
  private final List<SwitchSocketHandle> handles = new ArrayList<>(1);

  HandleCapture(@Nullable HandleCapture outer) {
    this.outer = outer;
  }

  @Nullable
  HandleCapture outer() {
    return outer;
  }

  void add(SwitchSocketHandle made) {
    handles.add(made);
  }

  /** {@return the one handle that was made, or null if there were none or several} */
  @Nullable
  SwitchSocketHandle single() {
    return handles.size() == 1 ? handles.get(0) : null;
  }

  List<SwitchSocketHandle> all() {
    return handles;
  }
}
