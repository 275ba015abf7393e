package org.sanswitch.tck.stage;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a check: it did not get to what it is about. */
public final class NotShown extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes it.
   *
   * @param reason what went wrong before
   * @param cause what caused it, or null
   */
  public NotShown(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
