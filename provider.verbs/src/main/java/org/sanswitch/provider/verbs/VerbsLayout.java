package org.sanswitch.provider.verbs;

/**
 * Where the fields of the libraries' structures are, and the constants of their headers: all that is
 * known of them is here. The offsets are those of rdma-core 15 to 63 for 64-bit processors; {@link
 * LayoutCheck} compares them with what the library that was found reports, before anything relies
 * on them.
 */
final class VerbsLayout {

  // struct ibv_context: the functions that the headers call inline, by pointer
  static final int CONTEXT_DEVICE = 0;
  static final int CONTEXT_POLL_CQ = 96;
  static final int CONTEXT_REQUEST_NOTIFY = 104;
  static final int CONTEXT_POST_SEND = 208;
  static final int CONTEXT_POST_RECEIVE = 216;
  static final int CONTEXT_COMMAND_FD = 264;
  static final int CONTEXT_ASYNC_FD = 268;
  static final int CONTEXT_VECTORS = 272;

  // struct ibv_device
  static final int DEVICE_TRANSPORT = 20;
  static final int DEVICE_NAME = 24;
  static final int DEVICE_NAME_BYTES = 64;

  // struct ibv_device_attr
  static final int DEVICE_ATTR_BYTES = 256;
  static final int DEVICE_MAX_MR_SIZE = 80;
  static final int DEVICE_MAX_QP_WR = 112;
  static final int DEVICE_MAX_SGE = 120;
  static final int DEVICE_MAX_CQE = 132;
  static final int DEVICE_MAX_RESPONDER = 144;
  static final int DEVICE_MAX_INITIATOR = 156;
  static final int DEVICE_PORTS = 227;

  // struct ibv_port_attr: it grew from 48 to 56 bytes over the years
  static final int PORT_ATTR_BYTES = 64;
  static final int PORT_STATE = 0;
  static final int PORT_MAX_MESSAGE = 20;

  // struct ibv_mr
  static final int MR_CONTEXT = 0;
  static final int MR_PD = 8;
  static final int MR_ADDRESS = 16;
  static final int MR_LENGTH = 24;
  static final int MR_LKEY = 36;
  static final int MR_RKEY = 40;

  // struct ibv_comp_channel
  static final int CHANNEL_CONTEXT = 0;
  static final int CHANNEL_FD = 8;

  // struct ibv_cq
  static final int CQ_CONTEXT = 0;
  static final int CQ_CHANNEL = 8;
  static final int CQ_ENTRIES = 28;

  // struct ibv_qp
  static final int QP_CONTEXT = 0;
  static final int QP_PD = 16;
  static final int QP_SEND_CQ = 24;
  static final int QP_RECEIVE_CQ = 32;
  static final int QP_TYPE = 60;

  // struct ibv_qp_init_attr
  static final int QP_INIT_BYTES = 64;
  static final int QP_INIT_SEND_CQ = 8;
  static final int QP_INIT_RECEIVE_CQ = 16;
  static final int QP_INIT_SENDS = 32;
  static final int QP_INIT_RECEIVES = 36;
  static final int QP_INIT_SEND_PIECES = 40;
  static final int QP_INIT_RECEIVE_PIECES = 44;
  static final int QP_INIT_INLINE = 48;
  static final int QP_INIT_TYPE = 52;
  static final int QP_TYPE_RC = 2;

  // struct ibv_qp_attr: for the state, and the timer of a receiver that is not ready
  static final int QP_ATTR_BYTES = 256;
  static final int QP_ATTR_STATE = 0;
  static final int QP_STATE_INIT = 1;
  static final int QP_ATTR_RNR_TIMER = 128;
  static final int QP_ATTR_MASK_RNR_TIMER = 1 << 15;

  // struct ibv_sge
  static final int SGE_BYTES = 16;
  static final int SGE_ADDRESS = 0;
  static final int SGE_LENGTH = 8;
  static final int SGE_LKEY = 12;

  // struct ibv_send_wr
  static final int SEND_BYTES = 128;
  static final int SEND_ID = 0;
  static final int SEND_NEXT = 8;
  static final int SEND_PIECES = 16;
  static final int SEND_PIECE_COUNT = 24;
  static final int SEND_OPCODE = 28;
  static final int SEND_FLAGS = 32;
  static final int SEND_REMOTE_ADDRESS = 40;
  static final int SEND_RKEY = 48;
  static final int OPCODE_WRITE = 0;
  static final int OPCODE_SEND = 2;
  static final int OPCODE_READ = 4;
  static final int FLAG_SIGNALED = 2;
  static final int FLAG_INLINE = 8;

  // struct ibv_recv_wr
  static final int RECEIVE_BYTES = 32;
  static final int RECEIVE_ID = 0;
  static final int RECEIVE_PIECES = 16;
  static final int RECEIVE_PIECE_COUNT = 24;

  // struct ibv_wc
  static final int WC_BYTES = 48;
  static final int WC_ID = 0;
  static final int WC_STATUS = 8;
  static final int WC_VENDOR_ERROR = 16;
  static final int WC_LENGTH = 20;

  // access flags of ibv_reg_mr
  static final int ACCESS_LOCAL_WRITE = 1;
  static final int ACCESS_REMOTE_WRITE = 2;
  static final int ACCESS_REMOTE_READ = 4;

  // struct ibv_async_event
  static final int ASYNC_BYTES = 16;
  static final int ASYNC_TYPE = 8;
  static final int ASYNC_DEVICE_FATAL = 8;
  static final int ASYNC_PORT_ACTIVE = 9;

  // struct rdma_event_channel
  static final int CM_CHANNEL_FD = 0;

  // struct rdma_cm_id
  static final int ID_VERBS = 0;
  static final int ID_CHANNEL = 8;
  static final int ID_QP = 24;
  static final int ID_SOURCE = 32;
  static final int ID_DESTINATION = 160;
  static final int ID_PORT_SPACE = 344;
  static final int PORT_SPACE_TCP = 0x106;
  static final int OPTION_ID = 0;
  static final int OPTION_REUSE_ADDRESS = 1;

  // struct rdma_cm_event
  static final int EVENT_BYTES = 80;
  static final int EVENT_ID = 0;
  static final int EVENT_LISTEN_ID = 8;
  static final int EVENT_TYPE = 16;
  static final int EVENT_STATUS = 20;
  static final int EVENT_DATA = 24;
  static final int EVENT_DATA_LENGTH = 32;
  static final int EVENT_RESPONDER = 33;
  static final int EVENT_INITIATOR = 34;

  // struct rdma_conn_param
  static final int PARAM_BYTES = 24;
  static final int PARAM_DATA = 0;
  static final int PARAM_DATA_LENGTH = 8;
  static final int PARAM_RESPONDER = 9;
  static final int PARAM_INITIATOR = 10;
  static final int PARAM_FLOW_CONTROL = 11;
  static final int PARAM_RETRIES = 12;
  static final int PARAM_RNR_RETRIES = 13;

  private VerbsLayout() {}
}
