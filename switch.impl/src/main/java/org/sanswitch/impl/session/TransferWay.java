package org.sanswitch.impl.session;

/** How large transfers of a session go, by what both sides announced (section 7). */
enum TransferWay {
  /** By messages, as there is no RDMA. */
  NONE,
  /** The receiver reads (SES-4). */
  READ,
  /** The sender writes (SES-5). */
  WRITE;

  /** Bit of the capabilities: RDMA read. */
  static final int CAN_READ = 1;

  /** Bit of the capabilities: RDMA write. */
  static final int CAN_WRITE = 2;

  /** {@return the way for capabilities that both sides announced} */
  static TransferWay of(int capabilities) {
    if ((capabilities & CAN_READ) != 0) {
      return READ;
    }
    return (capabilities & CAN_WRITE) != 0 ? WRITE : NONE;
  }

  /** {@return whether frames of that type belong to large transfers by this way} */
  boolean has(FrameType type) {
    return switch (type) {
      case READ_OFFER, READ_DONE -> this == READ;
      case WRITE_REQUEST, WRITE_GRANT, WRITE_DONE -> this == WRITE;
      default -> false;
    };
  }
}
