package org.sanswitch.launcher.child;

/** Something did not hold; the message says what was expected and what was seen. */
public final class CheckFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** @param message what was expected and what was seen */
  public CheckFailedException(String message) {
    super(message);
  }
}
