package org.sanswitch.bench;

/** The command line does not parse; the message tells why. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
