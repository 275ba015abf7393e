package org.sanswitch.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one SAN service provider as the switch sees it.
 *
 * @param name name of the provider, unique among the providers that run
 * @param version version of the provider as it states it
 * @param ranking service ranking; the higher is preferred
 * @param state where it stands
 * @param reason why it is not {@link State#RUNNING}; {@link RouteReason#SAN} when it is
 * @param detail what was seen, or the empty string
 * @param addresses local addresses that it serves
 * @param sessions sessions that it carries now
 * @param handles handles of the switch that it has open now: sessions, listening companions, attempts
 *     to connect, and sockets that are closed but not cleaned up yet (CLO-8)
 * @param registrations its registration cache (MEM-5); null where it has none or is not running
 * @param memory what its connections have of memory for large transfers
 */
public record ProviderStatus(
    String name,
    String version,
    int ranking,
    State state,
    RouteReason reason,
    String detail,
    List<ServedAddress> addresses,
    int sessions,
    int handles,
    @Nullable RegistrationCounts registrations,
    MemoryUse memory) {

  /** Where a provider stands. */
  public enum State {
    /** Started and usable. */
    RUNNING,
    /** Its start failed; the reason says why. It is tried again when it is registered anew. */
    NOT_READY,
    /** It is leaving; its sessions are being ended. */
    LEAVING
  }

  /** A provider without a registration cache that has moved nothing yet; the components are those of the record. */
  public ProviderStatus(
      String name,
      String version,
      int ranking,
      State state,
      RouteReason reason,
      String detail,
      List<ServedAddress> addresses,
      int sessions,
      int handles) {
    this(name, version, ranking, state, reason, detail, addresses, sessions, handles, null,
        MemoryUse.NONE);
  }

  /** Copies the list. */
  public ProviderStatus {
    addresses = List.copyOf(addresses);
  }
}
