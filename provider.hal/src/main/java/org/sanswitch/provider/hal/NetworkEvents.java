package org.sanswitch.provider.hal;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** What happened on a socket and is not enumerated yet, and the event object that tells of it. */
final class NetworkEvents {

  /** Guard: this. */
  private final Map<NetworkEvent.Kind, WsaError> happened =
      new EnumMap<>(NetworkEvent.Kind.class);

  /** Guard: this. */
  private final Set<NetworkEvent.Kind> selected = EnumSet.noneOf(NetworkEvent.Kind.class);

  /** Guard: this. */
  private @Nullable NetworkEvent event;

  /** Guard: this. */
  private @Nullable WsaException failure;

  /**
   * WSPEventSelect. What has happened already is signalled at once.
   *
   * @param object the event object, or null for none
   * @param kinds which events
   */
  void select(@Nullable NetworkEvent object, NetworkEvent.Kind... kinds) {
    boolean signal;
    synchronized (this) {
      event = object;
      selected.clear();
      selected.addAll(Set.of(kinds));
      signal = happened.keySet().stream().anyMatch(selected::contains);
    }
    if (signal && object != null) {
      object.set();
    }
  }

  /**
   * Something happened.
   *
   * @param kind what
   * @param error how it ended
   * @param cause the error with its reason, or null
   */
  void record(NetworkEvent.Kind kind, WsaError error, @Nullable WsaException cause) {
    NetworkEvent object = note(kind, error, cause);
    if (object != null) {
      object.set();
    }
  }

  /**
   * Event thread, with no lock held: something happened, and went well. The switch may call down
   * at once.
   *
   * @param kind what
   */
  void recordFree(NetworkEvent.Kind kind) {
    NetworkEvent object = note(kind, WsaError.NO_ERROR, null);
    if (object != null) {
      object.setFree();
    }
  }

  private synchronized @Nullable NetworkEvent note(
      NetworkEvent.Kind kind, WsaError error, @Nullable WsaException cause) {
    happened.put(kind, error);
    if (cause != null) {
      failure = cause;
    }
    return selected.contains(kind) ? event : null;
  }

  /** WSPEnumNetworkEvents: {@return what happened since the last call} */
  synchronized NetworkEvent.Record enumerate() {
    if (happened.isEmpty()) {
      return NetworkEvent.Record.NONE;
    }
    NetworkEvent.Record result = new NetworkEvent.Record(happened, failure);
    happened.clear();
    failure = null;
    return result;
  }
}
