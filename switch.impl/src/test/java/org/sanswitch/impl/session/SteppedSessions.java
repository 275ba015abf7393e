package org.sanswitch.impl.session;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.sanswitch.impl.provider.BoundedWork;

/** The sessions of a switch whose timers are run by somebody else: for simulations. */
public final class SteppedSessions {

  private final SessionTable table;

  /**
   * Makes an empty table.
   *
   * @param settings sizes and times
   * @param nanoTime clock
   * @param bounded waits for the ends of sessions
   */
  public SteppedSessions(SessionSettings settings, LongSupplier nanoTime, BoundedWork bounded) {
    table = new SessionTable(settings, nanoTime, bounded);
  }

  /** {@return the sessions as the switch knows them} */
  public Sessions sessions() {
    return table;
  }

  /** {@return nanoseconds until a timer is due, the greatest number if there is none} */
  public long untilDue() {
    return table.housekeeper().untilDue();
  }

  /** Runs the timers that are due. */
  public void runDue() {
    table.housekeeper().runDue();
  }

  /** Ends the timers. */
  public void close() {
    table.close();
  }

  /** Sends an urgent byte without waiting for a credit; {@return whether it was sent}. */
  public static boolean trySendUrgent(SanStream stream, byte value) throws IOException {
    return ((SessionStream) stream).session().sender().writeUrgent(value);
  }
}
