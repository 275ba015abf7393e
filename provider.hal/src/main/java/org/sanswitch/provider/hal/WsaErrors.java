package org.sanswitch.provider.hal;

import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** What an error of an adapter is called in Windows Sockets, for each use in one table. */
final class WsaErrors {

  private WsaErrors() {}

  /** {@return the error of a post that did not start} */
  static WsaError ofPost(AdapterError error) {
    return switch (error) {
      case OK -> WsaError.WSA_IO_PENDING;
      case FLUSHED, DISCONNECTED -> WsaError.WSAECONNRESET;
      default -> ofControl(error);
    };
  }

  /**
   * {@return how an operation completed}
   *
   * @param error what the adapter says
   * @param state state of the socket; it tells why operations were flushed
   */
  static WsaError ofCompletion(AdapterError error, SocketState state) {
    return switch (error) {
      case OK -> WsaError.NO_ERROR;
      case FLUSHED -> state.flushStatus;
      case DISCONNECTED -> WsaError.WSAECONNRESET;
      default -> ofControl(error);
    };
  }

  /** {@return the error of a control call} */
  static WsaError ofControl(AdapterError error) {
    return switch (error) {
      case OK -> WsaError.NO_ERROR;
      case FLUSHED -> WsaError.WSA_OPERATION_ABORTED;
      case DISCONNECTED -> WsaError.WSAECONNRESET;
      case REFUSED -> WsaError.WSAECONNREFUSED;
      case BACKLOG_FULL, NO_RESOURCES -> WsaError.WSAENOBUFS;
      case NOT_REACHED, TIMED_OUT -> WsaError.WSAETIMEDOUT;
      case HOST_UNREACHABLE -> WsaError.WSAEHOSTUNREACH;
      case MESSAGE_SIZE -> WsaError.WSAEMSGSIZE;
      case INVALID -> WsaError.WSAEINVAL;
      case REMOTE_ACCESS -> WsaError.WSAEACCES;
      case ADDRESS_IN_USE -> WsaError.WSAEADDRINUSE;
      case ADDRESS_NOT_AVAILABLE -> WsaError.WSAEADDRNOTAVAIL;
      case NOT_SUPPORTED -> WsaError.WSAEOPNOTSUPP;
      case ADAPTER_FAILED -> WsaError.WSAENETDOWN;
    };
  }

  /**
   * {@return the error of WSPConnect} The three final ones are only for what is certain to fail over
   * TCP/IP as well (CON-3); WSAENOBUFS is kept for a full backlog (CON-5); what else goes wrong is
   * WSAETIMEDOUT, so that TCP/IP is tried.
   */
  static WsaError ofConnect(AdapterError error) {
    return switch (error) {
      case REFUSED -> WsaError.WSAECONNREFUSED;
      case HOST_UNREACHABLE -> WsaError.WSAEHOSTUNREACH;
      case BACKLOG_FULL -> WsaError.WSAENOBUFS;
      case ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE, ADAPTER_FAILED -> ofControl(error);
      default -> WsaError.WSAETIMEDOUT;
    };
  }

  /** {@return the error of WSPListen} WSAEACCES where the TCP/IP listener is ambiguous (LIS-4). */
  static WsaError ofListen(AdapterError error) {
    return error == AdapterError.NOT_REACHED ? WsaError.WSAEACCES : ofControl(error);
  }

  /**
   * {@return an exception that keeps the adapter's reason and detail}
   *
   * @param error one of the errors above
   * @param what what was tried
   * @param cause the adapter's exception
   */
  static WsaException exception(WsaError error, String what, AdapterException cause) {
    return new WsaException(error, cause.reason(),
        what + ": " + cause.error() + ": " + cause.getMessage(), cause);
  }

  /**
   * {@return an exception for an adapter that threw what it must not}
   *
   * @param error the error
   * @param what what was tried
   * @param cause what it threw
   */
  static WsaException broken(WsaError error, String what, Throwable cause) {
    return new WsaException(error, RouteReason.PROVIDER_FAILED, what + ": " + cause, cause);
  }
}
