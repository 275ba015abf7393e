package org.sanswitch.impl.core;

import org.sanswitch.impl.session.ConnectAttempt;

/**
 * An attempt that had ended before it began.
 *
 * @param outcome how
 */
record EndedAttempt(Outcome outcome) implements ConnectAttempt {

  @Override
  public Outcome await(long nanos) {
    return outcome;
  }

  @Override
  public void whenEnded(Runnable told) {
    told.run();
  }

  @Override
  public void cancel() {}
}
