package org.sanswitch.tck.stage;

import java.io.Serial;

/** Ends a check: the provider lacks what it is about, and may. */
public final class NotApplicable extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes it.
   *
   * @param reason what is not there
   */
  public NotApplicable(String reason) {
    super(reason);
  }
}
