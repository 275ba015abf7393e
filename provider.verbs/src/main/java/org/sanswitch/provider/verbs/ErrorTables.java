package org.sanswitch.provider.verbs;

import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * What the errors of the libraries mean, in one place. Of all that can go wrong with a connect only
 * the refusal by a switch at the other end is certain for TCP/IP too (CON-3); that nobody listens on
 * RDMA, that no answer comes, or that an address cannot be resolved by RDMA is not.
 */
final class ErrorTables {

  // enum ibv_wc_status
  static final int SUCCESS = 0;
  static final int LOCAL_LENGTH = 1;
  static final int LOCAL_OPERATION = 2;
  static final int LOCAL_PROTECTION = 4;
  static final int FLUSHED = 5;
  static final int REMOTE_INVALID_REQUEST = 9;
  static final int REMOTE_ACCESS = 10;
  static final int REMOTE_INVALID_READ = 15;

  private static final String[] STATUS_NAMES =
      {"success", "local length error", "local queue pair operation error",
          "local end-to-end operation error", "local protection error", "flushed",
          "memory window error", "bad response", "local access error", "remote invalid request",
          "remote access error", "remote operation error", "retries exceeded",
          "receiver not ready for too long", "local domain violation", "remote invalid read",
          "remote abort", "invalid end-to-end context", "invalid end-to-end state", "fatal error",
          "response timeout", "general error"};

  private ErrorTables() {}

  /**
   * {@return how an operation ended}
   *
   * @param status of struct ibv_wc
   * @param receive whether it was a receive
   * @param ending what flushed operations end with: FLUSHED, or DISCONNECTED
   */
  static AdapterError ofCompletion(int status, boolean receive, AdapterError ending) {
    return switch (status) {
      case SUCCESS -> AdapterError.OK;
      case FLUSHED -> ending;
      // Devices differ in what they call a message that is too long for its receive.
      case LOCAL_LENGTH, LOCAL_OPERATION, REMOTE_INVALID_REQUEST ->
        receive ? AdapterError.MESSAGE_SIZE : AdapterError.DISCONNECTED;
      case REMOTE_ACCESS, REMOTE_INVALID_READ -> AdapterError.REMOTE_ACCESS;
      default -> AdapterError.DISCONNECTED;
    };
  }

  /** {@return a status of a completion in words, with its number} */
  static String statusText(int status) {
    return (status >= 0 && status < STATUS_NAMES.length ? STATUS_NAMES[status] : "unknown status")
        + " (" + status + ")";
  }

  /**
   * {@return what a connect fails with}
   *
   * @param event what the connection manager said
   * @param to the destination, for the text
   */
  static AdapterException ofConnect(CmEvent event, Object to) {
    return switch (event.kind()) {
      case REJECTED -> ofRejection(event, to);
      case UNREACHABLE ->
        failure(
            AdapterError.NOT_REACHED, RouteReason.PROVIDER_TIMED_OUT,
            to + " did not answer over RDMA", event);
      case DISCONNECTED ->
        failure(
            AdapterError.NOT_REACHED, RouteReason.PROVIDER_FAILED,
            to + " disconnected at once", event);
      case ADDRESS_ERROR ->
        failure(
            AdapterError.NOT_REACHED, RouteReason.NOT_IN_SUBNET,
            "RDMA cannot resolve the address of " + to, event);
      case ROUTE_ERROR ->
        failure(
            AdapterError.NOT_REACHED, RouteReason.NOT_IN_SUBNET, "RDMA finds no route to " + to,
            event);
      default ->
        failure(
            AdapterError.NOT_REACHED, RouteReason.PROVIDER_FAILED, "cannot connect to " + to,
            event);
    };
  }

  private static AdapterException ofRejection(CmEvent event, Object to) {
    if (event.status() == CmEvent.REJECTED_NO_LISTENER) {
      return failure(
          AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH,
          "nobody listens over RDMA at " + to, event);
    }
    Greeting answer = Greeting.decode(event.data());
    if (event.status() != CmEvent.REJECTED_BY_CONSUMER || answer == null
        || answer.status() == Greeting.Status.REQUEST
        || answer.status() == Greeting.Status.ACCEPTED) {
      return failure(
          AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH,
          "whoever listens over RDMA at " + to + " rejects, and is no switch", event);
    }
    return failure(
        answer.status().error(), answer.status().reason(),
        to + " answers " + answer.status(), event);
  }

  private static AdapterException failure(
      AdapterError error, RouteReason reason, String text, CmEvent event) {
    return new AdapterException(error, reason, text + ": " + event);
  }

  /**
   * {@return what a call that starts to connect fails with}
   *
   * @param errno error number, more than 0
   * @param what what was tried
   */
  static AdapterException ofConnectCall(int errno, String what) {
    return switch (errno) {
      case Errno.EADDRINUSE ->
        failure(AdapterError.ADDRESS_IN_USE, RouteReason.PROVIDER_FAILED, what, errno);
      case Errno.ENODEV, Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.EADDRNOTAVAIL ->
        failure(AdapterError.NOT_REACHED, RouteReason.NOT_IN_SUBNET, what, errno);
      default -> ofResources(errno, what);
    };
  }

  /** {@return what a call that listens fails with} */
  static AdapterException ofListenCall(int errno, String what) {
    return switch (errno) {
      case Errno.EADDRINUSE ->
        failure(AdapterError.ADDRESS_IN_USE, RouteReason.PROVIDER_FAILED, what, errno);
      case Errno.ENODEV, Errno.EADDRNOTAVAIL ->
        failure(AdapterError.ADDRESS_NOT_AVAILABLE, RouteReason.NOT_IN_SUBNET, what, errno);
      default -> ofResources(errno, what);
    };
  }

  /** {@return what a call that makes something fails with} */
  static AdapterException ofResources(int errno, String what) {
    return switch (errno) {
      case Errno.ENOMEM ->
        failure(
            AdapterError.NO_RESOURCES, RouteReason.LOCKED_MEMORY,
            what + MemoryLimit.advice(), errno);
      case Errno.EAGAIN, Errno.ENOSPC ->
        failure(AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED, what, errno);
      case Errno.EPERM, Errno.EACCES ->
        failure(
            AdapterError.NOT_SUPPORTED, RouteReason.NO_PERMISSION,
            what + ": give the user access to /dev/infiniband", errno);
      case Errno.ENODEV, Errno.ENOENT, Errno.ENOSYS ->
        failure(AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE, what, errno);
      case Errno.EOPNOTSUPP ->
        failure(AdapterError.NOT_SUPPORTED, RouteReason.PROVIDER_FAILED, what, errno);
      default -> failure(AdapterError.INVALID, RouteReason.PROVIDER_FAILED, what, errno);
    };
  }

  private static AdapterException failure(
      AdapterError error, RouteReason reason, String what, int errno) {
    return new AdapterException(error, reason, what + ": error " + errno);
  }
}
