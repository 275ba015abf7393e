package org.sanswitch.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An event object of the switch (WSAEVENT) for WSPEventSelect.
 *
 * <p>The provider calls {@link #set()} when one of the selected events has happened and is not
 * enumerated yet; the switch then calls WSPEnumNetworkEvents. {@code set} never blocks, may be
 * called by any thread, and may be called more often than needed.
 */
@ProviderType
public interface NetworkEvent {

  /** Signals that there is something to enumerate. */
  void set();

  /**
   * As {@link #set()}, by a thread of the provider that holds no lock and is inside no function of
   * the procedure table. The switch may call such functions in here, among them WSPAccept, once: that
   * spares it a thread of its own, and the peer a wait for it. Where more requests wait, the provider
   * signals again from within WSPAccept. A provider that cannot promise this calls {@code set}.
   */
  default void setFree() {
    set();
  }

  /** What can be selected; no others are asked of a provider (SES-10). */
  enum Kind {
    /** A connection request waits on a listening socket (LIS-1). */
    FD_ACCEPT,
    /** A connection attempt has ended (CON-1). */
    FD_CONNECT
  }

  /**
   * What happened since the last enumeration.
   *
   * @param errors for each kind that happened, how it ended; NO_ERROR for success
   * @param failure the error of FD_CONNECT with its reason, or null if there is none
   */
  record Record(Map<Kind, WsaError> errors, @Nullable WsaException failure) {

    /** Nothing happened. */
    public static final Record NONE = new Record(Map.of(), null);

    /** Copies the map. */
    public Record {
      errors = Map.copyOf(errors);
    }
  }
}
