package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.RouteReason;

/** How two switches agree on a session (SES-2, section 3). */
final class Negotiation {

  /**
   * What the other side sent, and the limits in its header.
   *
   * @param peer its message
   * @param dataLimit data receives that it has posted
   * @param controlLimit control receives that it has posted
   */
  record Agreement(NegotiationMessage peer, int dataLimit, int controlLimit) {}

  private final Session session;
  private final boolean connecting;
  private final ReceivePool receives;

  /** Guard: written inside the upcall that takes NEGOTIATE, before it is asked to be answered. */
  private volatile long idHigh;

  /** Guard: as idHigh. */
  private volatile long idLow;

  /** Why the session is refused, or null. Guard: as idHigh. */
  private volatile @Nullable AbortMessage refusal;

  Negotiation(
      Session session, boolean connecting, ReceivePool receives, long idHigh, long idLow) {
    this.session = session;
    this.connecting = connecting;
    this.receives = receives;
    this.idHigh = idHigh;
    this.idLow = idLow;
  }

  /** {@return the type that this side sends} */
  FrameType frameType() {
    return connecting ? FrameType.NEGOTIATE : FrameType.NEGOTIATED;
  }

  /** {@return the type that this side waits for} */
  FrameType awaited() {
    return connecting ? FrameType.NEGOTIATED : FrameType.NEGOTIATE;
  }

  boolean isRefusal() {
    return refusal != null;
  }

  /** Writes what this side sends; {@return number of bytes}. Guard: send gate. */
  int encode(MemorySegment to) {
    AbortMessage no = refusal;
    if (no != null) {
      byte[] message = no.encode();
      MemorySegment.copy(message, 0, to, FrameDescriptor.BYTE, 0, message.length);
      return message.length;
    }
    new NegotiationMessage(
        NegotiationMessage.VERSION,
        NegotiationMessage.VERSION,
        receives.dataReceives(),
        receives.controlReceives(),
        receives.bufferSize(),
        idHigh,
        idLow,
        session.capabilities())
      .encode(to);
    return NegotiationMessage.LENGTH;
  }

  /** Takes what the other side sent. Guard: upcalls. */
  void take(FrameType type, FrameHeader header, MemorySegment payload) throws ProtocolViolation {
    boolean refused =
        type == FrameType.NEGOTIATED && (header.flags() & FrameDescriptor.FLAG_REFUSED) != 0;
    if (refused) {
      refused(AbortMessage.decode(payload));
      return;
    }
    NegotiationMessage message = NegotiationMessage.decode(payload);
    if (!message.speaksVersion()) {
      String text =
          "the peer speaks versions " + message.lowest() + " to " + message.highest()
              + ", this switch " + NegotiationMessage.VERSION;
      if (connecting) {
        session.ending().negotiationFailed(RouteReason.VERSION, text, false);
      } else {
        refusal = new AbortMessage(EndReason.NEGOTIATION_FAILED, text);
        session.ending().refuse(text);
      }
      return;
    }
    if (header.dataLimit() < 1
        || header.dataLimit() > message.dataReceives()
        || header.controlLimit() < NegotiationMessage.MIN_CONTROL_RECEIVES
        || header.controlLimit() > message.controlReceives()) {
      throw new ProtocolViolation(
          type + " announces " + message.dataReceives() + " and " + message.controlReceives()
              + " receives, its limits are " + header.dataLimit() + " and "
              + header.controlLimit());
    }
    if (connecting) {
      if (message.idHigh() != idHigh || message.idLow() != idLow) {
        throw new ProtocolViolation("NEGOTIATED repeats another session id");
      }
    } else {
      idHigh = message.idHigh();
      idLow = message.idLow();
    }
    if (header.acknowledged() != 0) {
      throw new ProtocolViolation(
          type + " acknowledges " + Integer.toUnsignedString(header.acknowledged()) + " bytes");
    }
    session.agreed(new Agreement(message, header.dataLimit(), header.controlLimit()));
  }

  private void refused(AbortMessage message) {
    session.ending()
      .negotiationFailed(
          message.reason() == EndReason.NEGOTIATION_FAILED
              ? RouteReason.VERSION
              : routeReason(message.reason()),
          "refused by the peer: " + message.text(),
          isFinal(message.reason()));
  }

  /** {@return whether a refusal for that reason would meet TCP/IP as well (CON-5)} */
  static boolean isFinal(EndReason reason) {
    return reason == EndReason.LISTENER_CLOSED;
  }

  /** {@return why TCP/IP is used after a negotiation that ended so} */
  static RouteReason routeReason(EndReason reason) {
    return switch (reason) {
      case PROVIDER_GONE -> RouteReason.PROVIDER_GONE;
      case SWITCH_STOPPED -> RouteReason.SWITCH_STOPPED;
      default -> RouteReason.PROVIDER_FAILED;
    };
  }
}
