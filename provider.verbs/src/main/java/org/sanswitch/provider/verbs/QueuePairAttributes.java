package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a queue pair of the device is made with. */
final class QueuePairAttributes {

  private QueuePairAttributes() {}

  /** {@return struct ibv_qp_init_attr of a reliable connection that signals what is asked for} */
  static MemorySegment fill(
      Arena arena, long queue, int sends, int receives, int pieces, int inline) {
    MemorySegment to = arena.allocate(VerbsLayout.QP_INIT_BYTES, Long.BYTES);
    to.set(ValueLayout.JAVA_LONG, VerbsLayout.QP_INIT_SEND_CQ, queue);
    to.set(ValueLayout.JAVA_LONG, VerbsLayout.QP_INIT_RECEIVE_CQ, queue);
    to.set(ValueLayout.JAVA_INT, VerbsLayout.QP_INIT_SENDS, sends + Signalling.MARKERS);
    to.set(ValueLayout.JAVA_INT, VerbsLayout.QP_INIT_RECEIVES, receives);
    to.set(ValueLayout.JAVA_INT, VerbsLayout.QP_INIT_SEND_PIECES, pieces);
    to.set(ValueLayout.JAVA_INT, VerbsLayout.QP_INIT_RECEIVE_PIECES, 1);
    to.set(ValueLayout.JAVA_INT, VerbsLayout.QP_INIT_INLINE, inline);
    to.set(ValueLayout.JAVA_INT, VerbsLayout.QP_INIT_TYPE, VerbsLayout.QP_TYPE_RC);
    return to;
  }

  /** {@return struct rdma_conn_param} */
  static MemorySegment connection(
      Arena arena, Greeting greeting, int responder, int initiator) {
    byte[] bytes = greeting.encode();
    MemorySegment data = arena.allocate(bytes.length, Long.BYTES);
    MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
    MemorySegment to = arena.allocate(VerbsLayout.PARAM_BYTES, Long.BYTES);
    to.set(ValueLayout.JAVA_LONG, VerbsLayout.PARAM_DATA, data.address());
    to.set(ValueLayout.JAVA_BYTE, VerbsLayout.PARAM_DATA_LENGTH, (byte) bytes.length);
    to.set(ValueLayout.JAVA_BYTE, VerbsLayout.PARAM_RESPONDER, (byte) responder);
    to.set(ValueLayout.JAVA_BYTE, VerbsLayout.PARAM_INITIATOR, (byte) initiator);
    to.set(ValueLayout.JAVA_BYTE, VerbsLayout.PARAM_FLOW_CONTROL, (byte) 1);
    to.set(ValueLayout.JAVA_BYTE, VerbsLayout.PARAM_RETRIES, RETRIES);
    to.set(ValueLayout.JAVA_BYTE, VerbsLayout.PARAM_RNR_RETRIES, FOR_EVER);
    return to;
  }

  private static final byte RETRIES = 7;
  /** A message waits for its receive as long as it takes (ACC-3). */
  private static final byte FOR_EVER = 7;
}
