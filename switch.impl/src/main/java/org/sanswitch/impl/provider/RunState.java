package org.sanswitch.impl.provider;

import java.util.Set;

/** The life of one registration of a provider; the legal transitions stand here and nowhere else. */
enum RunState {
  /** WSPStartupEx was not called, or has not returned yet. */
  STARTING,
  /** Started. */
  RUNNING,
  /** The start failed; final until it is registered anew. */
  FAILED,
  /** What runs over it is being ended. */
  LEAVING,
  /** WSPCleanup has returned, or was given up. */
  GONE;

  private Set<RunState> next() {
    return switch (this) {
      case STARTING -> Set.of(RUNNING, FAILED, LEAVING);
      case RUNNING, FAILED -> Set.of(LEAVING);
      case LEAVING -> Set.of(GONE);
      case GONE -> Set.of();
    };
  }

  boolean canBecome(RunState to) {
    return next().contains(to);
  }
}
