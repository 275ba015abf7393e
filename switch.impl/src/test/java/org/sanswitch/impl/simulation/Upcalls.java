package org.sanswitch.impl.simulation;

import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * Makes the upcalls of one socket, one at a time: inside calls of the switch, and on its own within
 * a millisecond, or sooner where the switch has asked for that. When the socket is closed the last
 * one follows (CLO-4).
 */
final class Upcalls {

  private static final int LATE_NANOS = 1_000_000;
  private static final int SOON_NANOS = 20_000;

  private final Fabric fabric;
  private final FabricSocket socket;
  private final Receives receives;
  private boolean inside;
  private boolean prompt;
  private boolean planned;
  private boolean over;

  Upcalls(Fabric fabric, FabricSocket socket, Receives receives) {
    this.fabric = fabric;
    this.socket = socket;
    this.receives = receives;
  }

  boolean isInside() {
    return inside;
  }

  /** {@return whether the last upcall was made} */
  boolean isOver() {
    return over;
  }

  /** Something is to be told. */
  void later() {
    if (planned && !prompt || over) {
      return;
    }
    planned = true;
    fabric.timeline.within(prompt ? SOON_NANOS : LATE_NANOS, socket.table.process(), "upcalls",
        this::progress);
    prompt = false;
  }

  private void progress() {
    planned = false;
    socket.checkPromise("other work");
    some();
    if (hasMore()) {
      later();
    }
  }

  private boolean hasMore() {
    return !over && (receives.hasCompletions() || socket.isClosed());
  }

  /** The switch looks; {@return whether something was told}. */
  boolean look(boolean notify) {
    boolean any = some();
    if (notify && !any) {
      prompt = true;
    }
    if (hasMore()) {
      later();
    }
    return any;
  }

  /** Makes some of the upcalls if this provider makes them inside any of its functions. */
  void sometimes() {
    if (socket.limits().eager() && fabric.timeline.chance.oneIn(4)) {
      some();
    }
  }

  private boolean some() {
    boolean any = false;
    for (int most = fabric.timeline.chance.sized(1, 16); most > 0 && one(); most--) {
      any = true;
    }
    return any;
  }

  /** Makes all upcalls that are left. */
  void all() {
    while (one()) {
      fabric.timeline.note("cleanup", socket.number, 0);
    }
  }

  private boolean one() {
    if (inside || !hasMore()) {
      return false;
    }
    Receives.Completion next = receives.nextCompletion();
    if (next == null) {
      last();
      return true;
    }
    inside = true;
    fabric.timeline.note("upcall", socket.number, next.bytes());
    try {
      if (!fabric.mutations.isCompletionLost()) {
        next.overlapped().complete(next.status(), next.bytes());
        WsaError answer = socket.table.upcalls()
          .wpuCompleteOverlappedRequest(socket.handle, next.overlapped());
        if (answer != WsaError.NO_ERROR) {
          fabric.offend(socket, "the upcall was answered " + answer);
        }
      }
    } finally {
      inside = false;
    }
    return true;
  }

  private void last() {
    over = true;
    if (socket.memory.uses() > 0) {
      fabric.offend(socket, socket.memory.uses() + " uses of memory at the end");
    }
    socket.memory.free();
    fabric.timeline.note("last upcall", socket.number, 0);
    inside = true;
    try {
      socket.table.upcalls().wpuCloseSocketHandle(socket.handle);
    } catch (WsaException e) {
      fabric.offend(socket, "WPUCloseSocketHandle: " + e.getMessage());
    } finally {
      inside = false;
      socket.table.ended(socket);
    }
  }
}
