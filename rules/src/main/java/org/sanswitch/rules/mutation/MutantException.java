package org.sanswitch.rules.mutation;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A mutant that cannot be made as it is written: a mistake in the mutant, never a kill. */
public final class MutantException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  MutantException(String message) {
    this(message, null);
  }

  MutantException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
