package org.sanswitch.tck.broken;

import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaException;

/** Upcalls that the switch may refuse. */
final class Upcalls {

  /** An upcall with a handle. */
  @FunctionalInterface
  interface Upcall {
    void call(SocketHandle handle) throws WsaException;
  }

  private Upcalls() {}

  /** Makes an upcall, and does not care for what the switch says to it. */
  static void make(Upcall upcall, SocketHandle handle) {
    try {
      upcall.call(handle);
    } catch (WsaException e) {
      // This provider would not look at it either.
    }
  }
}
