package org.sanswitch.provider.verbs;

import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * Compares {@link VerbsLayout} with what the libraries report of objects that were just made. Where a
 * number that is known does not stand where it should, the library is another one than those that
 * the layout was taken from, and nothing of it is used.
 */
final class LayoutCheck {

  private static final int MAX_PORTS = 255;
  private static final int MAX_PORT_STATE = 5;

  private LayoutCheck() {}

  /** A context of a device that was opened. */
  static void context(long context, long device, String name) throws AdapterException {
    same("ibv_context.device", Raw.getLong(context + VerbsLayout.CONTEXT_DEVICE), device);
    String found = Raw.string(device + VerbsLayout.DEVICE_NAME, VerbsLayout.DEVICE_NAME_BYTES);
    if (!found.equals(name)) {
      throw unlike("ibv_device.name is '" + found + "', not '" + name + "'");
    }
    int commands = Raw.getInt(context + VerbsLayout.CONTEXT_COMMAND_FD);
    int fd = Raw.getInt(context + VerbsLayout.CONTEXT_ASYNC_FD);
    int vectors = Raw.getInt(context + VerbsLayout.CONTEXT_VECTORS);
    if (commands < 0 || fd < 0 || commands == fd || vectors < 1) {
      throw unlike("ibv_context.cmd_fd is " + commands + ", async_fd " + fd
          + ", num_comp_vectors " + vectors);
    }
    for (int offset : new int[]{VerbsLayout.CONTEXT_POLL_CQ, VerbsLayout.CONTEXT_REQUEST_NOTIFY,
        VerbsLayout.CONTEXT_POST_SEND, VerbsLayout.CONTEXT_POST_RECEIVE}) {
      if (Raw.getLong(context + offset) == 0) {
        throw unlike("ibv_context has no function at " + offset);
      }
    }
  }

  /** What the device says of itself. */
  static void attributes(long device, long port) throws AdapterException {
    int ports = Raw.unsignedByte(device + VerbsLayout.DEVICE_PORTS);
    int requests = Raw.getInt(device + VerbsLayout.DEVICE_MAX_QP_WR);
    int entries = Raw.getInt(device + VerbsLayout.DEVICE_MAX_CQE);
    int state = Raw.getInt(port + VerbsLayout.PORT_STATE);
    if (ports < 1 || ports > MAX_PORTS || requests < 1 || entries < 1 || state < 0
        || state > MAX_PORT_STATE) {
      throw unlike("ibv_device_attr has " + ports + " ports, max_qp_wr " + requests
          + ", max_cqe " + entries + "; ibv_port_attr.state is " + state);
    }
  }

  /** A region that was registered. */
  static void region(long region, long context, long domain, long address, long length)
      throws AdapterException {
    same("ibv_mr.context", Raw.getLong(region + VerbsLayout.MR_CONTEXT), context);
    same("ibv_mr.pd", Raw.getLong(region + VerbsLayout.MR_PD), domain);
    same("ibv_mr.addr", Raw.getLong(region + VerbsLayout.MR_ADDRESS), address);
    same("ibv_mr.length", Raw.getLong(region + VerbsLayout.MR_LENGTH), length);
  }

  /** A completion queue that was made. */
  static void queue(long queue, long context, long channel, int entries) throws AdapterException {
    same("ibv_comp_channel.context", Raw.getLong(channel + VerbsLayout.CHANNEL_CONTEXT), context);
    same("ibv_cq.context", Raw.getLong(queue + VerbsLayout.CQ_CONTEXT), context);
    same("ibv_cq.channel", Raw.getLong(queue + VerbsLayout.CQ_CHANNEL), channel);
    int room = Raw.getInt(queue + VerbsLayout.CQ_ENTRIES);
    if (room < entries) {
      throw unlike("ibv_cq.cqe is " + room + ", " + entries + " were asked for");
    }
  }

  /** A queue pair that was made. */
  static void queuePair(long queuePair, long context, long domain, long queue)
      throws AdapterException {
    same("ibv_qp.context", Raw.getLong(queuePair + VerbsLayout.QP_CONTEXT), context);
    same("ibv_qp.pd", Raw.getLong(queuePair + VerbsLayout.QP_PD), domain);
    same("ibv_qp.send_cq", Raw.getLong(queuePair + VerbsLayout.QP_SEND_CQ), queue);
    same("ibv_qp.recv_cq", Raw.getLong(queuePair + VerbsLayout.QP_RECEIVE_CQ), queue);
    same("ibv_qp.qp_type", Raw.getInt(queuePair + VerbsLayout.QP_TYPE), VerbsLayout.QP_TYPE_RC);
  }

  /** An identifier of the connection manager that was made. */
  static void identifier(long id, long channel) throws AdapterException {
    same("rdma_cm_id.channel", Raw.getLong(id + VerbsLayout.ID_CHANNEL), channel);
    same("rdma_cm_id.ps", Raw.getInt(id + VerbsLayout.ID_PORT_SPACE), VerbsLayout.PORT_SPACE_TCP);
    same("rdma_cm_id.qp", Raw.getLong(id + VerbsLayout.ID_QP), 0);
  }

  private static void same(String field, long found, long expected) throws AdapterException {
    if (found != expected) {
      throw unlike(field + " is 0x" + Long.toHexString(found) + ", not 0x"
          + Long.toHexString(expected));
    }
  }

  private static AdapterException unlike(String what) {
    return new AdapterException(
        AdapterError.NOT_SUPPORTED, RouteReason.PLATFORM_UNSUPPORTED,
        "the RDMA libraries have structures that are not known: " + what);
  }
}
