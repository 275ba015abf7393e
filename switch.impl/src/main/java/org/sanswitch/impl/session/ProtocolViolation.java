package org.sanswitch.impl.session;

import java.io.Serial;

/** The peer broke the session protocol; the message has the numbers. */
final class ProtocolViolation extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  ProtocolViolation(String message) {
    super(message);
  }
}
