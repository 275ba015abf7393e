package org.sanswitch.impl.simulation;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a switch logs as an error fails the simulation; faults are simulated, so less is silent. */
final class Complaints extends Handler {

  private static final Logger LOGGER = Logger.getLogger("org.sanswitch");

  private final Timeline timeline;
  private final long thread = Thread.currentThread().threadId();

  Complaints(Timeline timeline) {
    this.timeline = timeline;
    LOGGER.setUseParentHandlers(false);
    LOGGER.setLevel(Level.SEVERE);
    LOGGER.addHandler(this);
  }

  /** The simulation is one thread; what others log is of switches that another test has left. */
  @Override
  public void publish(LogRecord entry) {
    if (entry.getLongThreadID() == thread) {
      timeline.fail("the switch logged: " + entry.getMessage() + ", " + entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setLevel(null);
    LOGGER.setUseParentHandlers(true);
  }
}
