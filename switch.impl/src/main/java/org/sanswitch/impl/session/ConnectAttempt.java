package org.sanswitch.impl.session;

import org.jspecify.annotations.Nullable;
import org.sanswitch.api.Route;

/**
 * A connection attempt over SANs that goes on in the background (BLK-2, CON-1, CON-2).
 *
 * <p>It ends in exactly one way: a stream; TCP/IP with the reason; or a final failure.
 */
public interface ConnectAttempt {

  /** How an attempt ended. */
  sealed interface Outcome {}

  /**
   * Connected over a SAN.
   *
   * @param stream the stream
   */
  record Connected(SanStream stream) implements Outcome {}

  /**
   * TCP/IP is to be used.
   *
   * @param route with the reason
   */
  record UseTcp(Route route) implements Outcome {}

  /**
   * Final: TCP/IP would fail as well (CON-2).
   *
   * @param message message of the JDK's exception for it, such as "Connection refused"
   * @param detail what was seen
   */
  record Failed(String message, String detail) implements Outcome {}

  /**
   * Waits for the end. Ends early when {@link #cancel} is called or the thread is interrupted (the
   * status stays set).
   *
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return how it ended, or null if it has not
   */
  @Nullable
  Outcome await(long nanos);

  /**
   * Names who is told, once, that await would return at once; told in here if that is so already, and
   * never after {@link #cancel}. For those that do not wait: without anybody in await the steps are
   * made by the switch's own threads, one of which tells. It must not block.
   *
   * @param told whom to tell; there is one at most
   */
  void whenEnded(Runnable told);

  /**
   * Gives the attempt up: WSPCloseSocket (BLK-3). A stream that has come about meanwhile is reset.
   * Idempotent, never blocks.
   */
  void cancel();
}
