package org.sanswitch.impl.session;

import org.jspecify.annotations.Nullable;

/** Types of frames that version 1 speaks, with what is fixed for each (section 2). */
enum FrameType {
  NEGOTIATE(1, CreditClass.NONE, 40, 90, 0),
  NEGOTIATED(2, CreditClass.NONE, 1, 240, FrameDescriptor.FLAG_REFUSED),
  DATA(3, CreditClass.DATA, 1, FrameDescriptor.MAX_PAYLOAD, 0),
  CREDIT(4, CreditClass.CONTROL, 0, FrameDescriptor.WINDOW_LENGTH, 0),
  URGENT(5, CreditClass.CONTROL, 9, 9, 0),
  SHUTDOWN(6, CreditClass.CONTROL, 8, 8, FrameDescriptor.FLAG_CLOSED),
  PING(7, CreditClass.CONTROL, 8, 8, 0),
  PONG(8, CreditClass.CONTROL, 8, 8, 0),
  ABORT(9, CreditClass.NONE, 1, 1 + FrameDescriptor.MAX_ABORT_TEXT, 0),
  READ_OFFER(16, CreditClass.DATA, LargeDescriptor.OFFER_LENGTH + 1, FrameDescriptor.MAX_PAYLOAD,
      0),
  READ_DONE(17, CreditClass.CONTROL, LargeDescriptor.READ_DONE_LENGTH,
      LargeDescriptor.READ_DONE_LENGTH, 0),
  WRITE_REQUEST(18, CreditClass.DATA, LargeDescriptor.REQUEST_LENGTH, FrameDescriptor.MAX_PAYLOAD,
      0),
  WRITE_GRANT(19, CreditClass.CONTROL, LargeDescriptor.GRANT_LENGTH + 1,
      LargeDescriptor.GRANT_LENGTH + LargeDescriptor.MAX_REMOTE, 0),
  WRITE_DONE(20, CreditClass.CONTROL, LargeDescriptor.WRITE_DONE_LENGTH,
      LargeDescriptor.WRITE_DONE_LENGTH, 0);

  /** Who counts a frame (section 4). */
  enum CreditClass {
    NONE,
    DATA,
    CONTROL
  }

  private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[256];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final CreditClass creditClass;
  private final int minPayload;
  private final int maxPayload;
  private final int flags;

  FrameType(int code, CreditClass creditClass, int minPayload, int maxPayload, int flags) {
    this.code = code;
    this.creditClass = creditClass;
    this.minPayload = minPayload;
    this.maxPayload = maxPayload;
    this.flags = flags;
  }

  /** {@return the type with that number, or null for one that is not known} */
  static @Nullable FrameType of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  int code() {
    return code;
  }

  CreditClass creditClass() {
    return creditClass;
  }

  int minPayload() {
    return minPayload;
  }

  int maxPayload() {
    return maxPayload;
  }

  /** {@return the flags that have a meaning} */
  int flags() {
    return flags;
  }
}
