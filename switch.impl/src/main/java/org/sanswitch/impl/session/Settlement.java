package org.sanswitch.impl.session;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sanswitch.api.EndReason;

/**
 * The end of a call whose buffer is in a large transfer: waits for the transfer within a bound
 * (BLK-6), then closes the socket, which forces its end (BLK-7). When it returns nothing touches the
 * buffer any more.
 */
final class Settlement {

  /** Time between two looks: a call that ends early is in no hurry. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Session session;
  private final SessionTable table;
  private final long bound;

  Settlement(Session session, SessionTable table) {
    this.session = session;
    this.table = table;
    bound = table.settings().rdmaCancelNanos();
  }

  /**
   * Waits; an interrupt does not end the wait, it is kept for the caller.
   *
   * @param over whether the transfer has ended, or the session
   * @param released whether nothing touches the buffer any more; ends its registration
   * @param buffer the buffer
   */
  void await(BooleanSupplier over, BooleanSupplier released, AppBuffer buffer) {
    if (!isWithinBound(over)) {
      session.ending()
        .fail(
            EndReason.CANCELLED,
            "a call was cancelled, and RDMA on its buffer is not over after " + millis()
                + " ms");
    }
    if (!isWithinBound(() -> isReleased(released, buffer))) {
      buffer.abandon();
      Log.LOGGER.log(
          System.Logger.Level.ERROR,
          () -> "provider " + session.port().name() + " still holds memory of session "
              + session.id() + " " + millis() + " ms after its transfer had to be over; that"
              + " memory is never used again");
    }
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(bound);
  }

  private boolean isWithinBound(BooleanSupplier condition) {
    long start = table.housekeeper().now();
    while (!condition.getAsBoolean()) {
      if (table.housekeeper().now() - start >= bound) {
        return false;
      }
      session.wire().poll();
      session.ending().awaitGone(table.work(), LOOK_NANOS);
    }
    return true;
  }

  private boolean isReleased(BooleanSupplier released, AppBuffer buffer) {
    if (session.ending().isGone()) {
      buffer.forget();
    }
    return released.getAsBoolean();
  }
}
