package org.sanswitch.provider.hal;

import org.sanswitch.spi.WsaError;

/**
 * Where a socket stands, what it may become, and what its data path answers meanwhile.
 *
 * <pre>
 * CREATED -> BOUND -> LISTENING
 * CREATED, BOUND -> CONNECTING -> CONNECTED -> DISCONNECTED   the peer has gone (CLO-5)
 * CREATED -> CONNECTED                                        WSPAccept
 * CREATED, BOUND, CONNECTING -> FAILED                        the connection attempt failed
 * any before CLOSING -> DOWN                                  the adapter failed
 * any of these -> CLOSING -> CLOSED                           WSPCloseSocket
 * </pre>
 */
enum SocketState {
  /** Made by WSPSocket. */
  CREATED(WsaError.WSAENOTCONN, WsaError.NO_ERROR, false),
  /** Has an address. */
  BOUND(WsaError.WSAENOTCONN, WsaError.NO_ERROR, false),
  /** Takes connection requests. */
  LISTENING(WsaError.WSAENOTCONN, WsaError.WSAEINVAL, false),
  /** A connection attempt is under way. */
  CONNECTING(WsaError.WSAENOTCONN, WsaError.NO_ERROR, false),
  /** Carries messages. */
  CONNECTED(WsaError.NO_ERROR, WsaError.NO_ERROR, true),
  /** The connection attempt failed; the queue pair can only be closed. */
  FAILED(WsaError.WSAENOTCONN, WsaError.WSAECONNRESET, false),
  /** The peer disconnected or died; nothing is released before WSPCloseSocket (CLO-5). */
  DISCONNECTED(WsaError.WSAECONNRESET, WsaError.WSAECONNRESET, true),
  /** The adapter failed; nothing is released before WSPCloseSocket (CLO-5). */
  DOWN(WsaError.WSAENETDOWN, WsaError.WSAENETDOWN, true, WsaError.WSAENETDOWN),
  /** WSPCloseSocket was called; operations are being completed (CLO-2). */
  CLOSING(WsaError.WSAENOTSOCK, WsaError.WSAENOTSOCK, true, WsaError.WSA_OPERATION_ABORTED),
  /** WPUCloseSocketHandle was called, or is about to be (CLO-4). */
  CLOSED(WsaError.WSAENOTSOCK, WsaError.WSAENOTSOCK, false, WsaError.WSA_OPERATION_ABORTED);

  /** What WSPSend answers; NO_ERROR where it works. */
  final WsaError sendStatus;

  /** What WSPRecv answers; NO_ERROR where it works. */
  final WsaError receiveStatus;

  /** Whether the completion queue may be polled and armed. */
  final boolean drainable;

  /** How an operation completes that the adapter has flushed. */
  final WsaError flushStatus;

  SocketState(WsaError sendStatus, WsaError receiveStatus, boolean drainable) {
    this(sendStatus, receiveStatus, drainable, WsaError.WSAECONNRESET);
  }

  SocketState(
      WsaError sendStatus, WsaError receiveStatus, boolean drainable, WsaError flushStatus) {
    this.sendStatus = sendStatus;
    this.receiveStatus = receiveStatus;
    this.drainable = drainable;
    this.flushStatus = flushStatus;
  }

  /** {@return whether WSPCloseSocket was called (CLO-6)} */
  boolean isClosed() {
    return this == CLOSING || this == CLOSED;
  }

  /** {@return whether a socket in this state may become {@code next}: all legal transitions} */
  boolean mayBecome(SocketState next) {
    return switch (next) {
      case CREATED -> false;
      case BOUND -> this == CREATED;
      case LISTENING -> this == BOUND;
      case CONNECTING -> this == CREATED || this == BOUND;
      case CONNECTED -> this == CONNECTING || this == CREATED;
      case FAILED -> this == CREATED || this == BOUND || this == CONNECTING;
      case DISCONNECTED -> this == CONNECTED;
      case DOWN -> this != DOWN && !isClosed();
      case CLOSING -> !isClosed();
      case CLOSED -> this == CLOSING;
    };
  }
}
