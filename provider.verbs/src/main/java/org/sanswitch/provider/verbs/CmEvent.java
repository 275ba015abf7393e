package org.sanswitch.provider.verbs;

/**
 * An event of the connection manager, copied so that it can be acknowledged before anybody acts on
 * it.
 *
 * @param kind what it is; numbers that are not known are OTHER
 * @param id the identifier that it is about
 * @param listener for CONNECT_REQUEST the listening identifier, else 0
 * @param status 0, an error number negated, or why the peer has rejected
 * @param data private data, as long as the library says
 * @param responder how many reads the peer wants to have under way at us
 * @param initiator how many reads of ours the peer allows
 */
record CmEvent(
    Kind kind, long id, long listener, int status, byte[] data, int responder, int initiator) {

  /** The peer had no listener there. */
  static final int REJECTED_NO_LISTENER = 8;
  /** The peer has called rdma_reject. */
  static final int REJECTED_BY_CONSUMER = 28;

  /** In the order of their numbers. */
  enum Kind {
    ADDRESS_RESOLVED,
    ADDRESS_ERROR,
    ROUTE_RESOLVED,
    ROUTE_ERROR,
    CONNECT_REQUEST,
    CONNECT_RESPONSE,
    CONNECT_ERROR,
    UNREACHABLE,
    REJECTED,
    ESTABLISHED,
    DISCONNECTED,
    DEVICE_REMOVAL,
    OTHER;

    private static final Kind[] ALL = values();

    static Kind of(int number) {
      return number >= 0 && number < OTHER.ordinal() ? ALL[number] : OTHER;
    }
  }

  /** {@return a copy of struct rdma_cm_event} */
  static CmEvent read(long at) {
    long data = Raw.getLong(at + VerbsLayout.EVENT_DATA);
    int length = data == 0 ? 0 : Raw.unsignedByte(at + VerbsLayout.EVENT_DATA_LENGTH);
    Kind kind = Kind.of(Raw.getInt(at + VerbsLayout.EVENT_TYPE));
    return new CmEvent(
        kind,
        Raw.getLong(at + VerbsLayout.EVENT_ID),
        kind == Kind.CONNECT_REQUEST ? Raw.getLong(at + VerbsLayout.EVENT_LISTEN_ID) : 0,
        Raw.getInt(at + VerbsLayout.EVENT_STATUS),
        hasData(kind) ? Raw.bytes(data, length) : new byte[0],
        Raw.unsignedByte(at + VerbsLayout.EVENT_RESPONDER),
        Raw.unsignedByte(at + VerbsLayout.EVENT_INITIATOR));
  }

  /** Where an event has none, the library leaves what was there. */
  private static boolean hasData(Kind kind) {
    return switch (kind) {
      case CONNECT_REQUEST, REJECTED, ESTABLISHED -> true;
      default -> false;
    };
  }

  /** What can receive events. */
  @FunctionalInterface
  interface Target {
    /** Takes an event, in the event thread, with no lock held. */
    void take(CmEvent event);
  }

  @Override
  public String toString() {
    return kind + " status " + status + ", " + data.length + " bytes of private data";
  }
}
