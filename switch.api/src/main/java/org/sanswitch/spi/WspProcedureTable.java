package org.sanswitch.spi;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * The functions of a SAN service provider ({@code WSP*}), given by WSPStartupEx (INI-1).
 *
 * <p>There is no WSPCancelBlockingCall (BLK-1), no WSPShutdown (SES-9), no WSPSelect (SES-10), no
 * WSPGetPeerName and WSPGetSockName (OPT-2): the switch does these itself.
 *
 * <p>All functions but WSPGetOverlappedResult with a wait return without waiting for the peer.
 * After WSPCleanup every function fails with WSANOTINITIALISED.
 */
@ConsumerType
public interface WspProcedureTable {

  /**
   * WSPCleanup: ends the provider (INI-7). Closes what is still open as WSPCloseSocket does and
   * releases all that it holds, in bounded time. Calling it again does nothing.
   */
  void wspCleanup();

  /**
   * WSPSocket: makes a socket. The provider must call WPUCreateSocketHandle and store the handle
   * (SOC-2).
   *
   * @param family {@code INET} or {@code INET6}
   * @param token what another process got from WSPDuplicateSocket, or null for a new socket (DUP-3)
   * @return the descriptor
   * @throws WsaException WSAEAFNOSUPPORT, WSAEMFILE, WSAENOBUFS, WSAENETDOWN; WSAEINVAL for a token
   *     that is unknown, used, or not for this process; WSAEOPNOTSUPP for any token where the
   *     provider has no WSPDuplicateSocket
   */
  SocketDescriptor wspSocket(ProtocolFamily family, @Nullable DuplicationToken token)
      throws WsaException;

  /**
   * WSPBind: gives the socket the address of its TCP/IP companion (SOC-1, SOC-3).
   *
   * @param socket the socket
   * @param local full address; the wildcard with a port when the application listens on all
   * @throws WsaException WSAENOTSOCK; WSAEADDRNOTAVAIL; WSAEADDRINUSE; WSAEINVAL if bound already
   */
  void wspBind(SocketDescriptor socket, InetSocketAddress local) throws WsaException;

  /**
   * WSPListen: listens at the bound address. The TCP/IP listener exists before and after (LIS-1,
   * LIS-4). With the backlog full, requests must be refused at once and not be signalled (LIS-2).
   *
   * @param socket a bound socket
   * @param backlog greatest number of requests that wait for WSPAccept, at least 1
   * @throws WsaException WSAENOTSOCK; WSAEINVAL if not bound; WSAEADDRINUSE; WSAEACCES with a
   *     reason where the TCP/IP listener cannot be told for certain (LIS-4)
   */
  void wspListen(SocketDescriptor socket, int backlog) throws WsaException;

  /**
   * WSPAccept: takes the oldest waiting request. The provider must call the condition function in
   * the calling thread before it returns, and only then tell the peer (ACC-1).
   *
   * @param listener a listening socket
   * @param condition decides
   * @return the new socket, connected, with a handle of its own; null if the request had gone
   * @throws WsaException WSAEWOULDBLOCK if none waits; WSAECONNREFUSED after CF_REJECT; WSAENOTSOCK
   */
  @Nullable
  AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
      throws WsaException;

  /**
   * A socket that WSPAccept made.
   *
   * @param socket its descriptor
   * @param local the address that the peer connected to, never the wildcard
   * @param remote the address of the peer
   */
  record AcceptedSocket(
      SocketDescriptor socket, InetSocketAddress local, InetSocketAddress remote) {}

  /**
   * WSPConnect, always nonblocking (BLK-2, CON-1).
   *
   * @param socket a socket, bound or not
   * @param remote the destination
   * @return NO_ERROR if it is connected already; WSAEWOULDBLOCK if it goes on in the background and
   *     FD_CONNECT will tell
   * @throws WsaException WSAECONNREFUSED or WSAEHOSTUNREACH only if TCP/IP is certain to fail as
   *     well, WSAETIMEDOUT with a reason where TCP/IP may succeed (CON-3); WSAENOBUFS only if the
   *     peer's backlog is full, to be tried again until the connect timeout (CON-5); WSAENOTSOCK;
   *     WSAEISCONN
   */
  WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote) throws WsaException;

  /**
   * WSPEventSelect: names the event object for what happens on a socket.
   *
   * @param socket the socket
   * @param event the event object, or null for none
   * @param kinds which events
   * @throws WsaException WSAENOTSOCK
   */
  void wspEventSelect(
      SocketDescriptor socket, @Nullable NetworkEvent event, NetworkEvent.Kind... kinds)
      throws WsaException;

  /**
   * WSPEnumNetworkEvents: tells what happened since the last call and forgets it. FD_CONNECT with
   * an error: the attempt failed, errors as for WSPConnect.
   *
   * @param socket the socket
   * @return the events
   * @throws WsaException WSAENOTSOCK
   */
  NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException;

  /**
   * WSPSend: starts to send one message (CMP-1). Data path: throws nothing.
   *
   * @param socket a connected socket
   * @param buffers the message, in order; at most SO_MAX_MSG_SIZE bytes; registered memory (the
   *     caller leaves it alone until completion) or, up to SO_MAX_INJECT_SIZE bytes in all, any
   *     memory (copied on return). The provider forgets the vector on return. Where the vector {@linkplain
   *     BufferVector#isFollowed is followed}, waking the peer may be put off to the next WSPSend,
   *     whatever that returns
   * @param overlapped the operation, prepared
   * @return WSA_IO_PENDING if it was started, and then it completes exactly once, perhaps already;
   *     an error if it was not: WSAENOTSOCK, WSAENOTCONN, WSAECONNRESET, WSAENOBUFS (queue full),
   *     WSAEMSGSIZE, WSAEINVAL (memory not registered)
   */
  WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped);

  /**
   * WSPRecv: posts a receive for one message (CMP-1). Messages are taken in order by receives in
   * order. Allowed from the creation of the socket on; what came earlier is kept (ACC-3). Data
   * path: throws nothing.
   *
   * @param socket the socket
   * @param region registered memory
   * @param offset first byte of the buffer in the region
   * @param length size of the buffer in bytes; a longer message completes it with WSAEMSGSIZE
   * @param overlapped the operation, prepared
   * @return WSA_IO_PENDING, or an error, and then it was not posted: WSAENOTSOCK, WSAECONNRESET,
   *     WSAENOBUFS (queue full), WSAEINVAL
   */
  WsaError wspRecv(
      SocketDescriptor socket, MemoryRegion region, long offset, int length, Overlapped overlapped);

  /** Value of {@code waitNanos}: look once. */
  long POLL = 0;

  /**
   * Value of {@code waitNanos}: look once; where nothing is complete, promise a prompt upcall (for
   * requests with notification) when something is. Without this, upcalls that no
   * WSPGetOverlappedResult makes come within about a millisecond.
   */
  long NOTIFY = -1;

  /**
   * WSPGetOverlappedResult: looks for completions of the socket, and makes the upcalls for those
   * with notification in the calling thread (CMP-2, CMP-3). Data path: throws nothing.
   *
   * @param socket the socket
   * @param overlapped the operation that is asked about; null to look for any
   * @param waitNanos {@link #POLL}; {@link #NOTIFY}; or how long to wait in nanoseconds. A wait
   *     ends when anything of the socket completes, when {@link #wakeWaiters} is called, when the
   *     thread is interrupted (the interrupt status stays set), or after that time, and may end
   *     early without cause
   * @return how {@code overlapped} completed, or WSA_IO_INCOMPLETE; for null NO_ERROR if anything
   *     was completed by this call, else WSA_IO_INCOMPLETE; WSAENOTSOCK
   */
  WsaError wspGetOverlappedResult(
      SocketDescriptor socket, @Nullable Overlapped overlapped, long waitNanos);

  /**
   * Ends the waits of other threads in WSPGetOverlappedResult on that socket early; remembered for
   * the next wait if there is none now. It cancels nothing: it is what setting the event of an
   * overlapped object is on Windows, and is needed for BLK-10. Never blocks, throws nothing.
   *
   * @param socket the socket
   */
  void wakeWaiters(SocketDescriptor socket);

  /**
   * WSPCloseSocket: closes abortively (CLO-7). Never blocks, never WSAEWOULDBLOCK. Afterwards:
   * pending operations complete with WSA_OPERATION_ABORTED (CLO-2), memory released first (CLO-3),
   * then WPUCloseSocketHandle as the last upcall (CLO-4); both may happen inside this call or
   * later. A connection attempt is aborted promptly (BLK-3). A listening socket refuses what was
   * not accepted.
   *
   * @param socket the socket
   * @throws WsaException WSAENOTSOCK if it was closed already (CLO-6)
   */
  void wspCloseSocket(SocketDescriptor socket) throws WsaException;

  /**
   * WSPGetSockOpt (OPT-1).
   *
   * @param socket the socket
   * @param option which
   * @return its value
   * @throws WsaException WSAENOTSOCK; WSAENOPROTOOPT
   */
  int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option) throws WsaException;

  /**
   * WSPSetSockOpt (OPT-1): SO_DEBUG and SO_GROUP_PRIORITY.
   *
   * @param socket the socket
   * @param option which
   * @param value its value
   * @throws WsaException WSAENOTSOCK; WSAENOPROTOOPT for the others; WSAEINVAL
   */
  void wspSetSockOpt(SocketDescriptor socket, SanSocketOption option, int value)
      throws WsaException;

  /**
   * WSPIoctl.
   *
   * @param socket the socket
   * @param code which
   * @return the answer
   * @param <R> type of the answer
   * @throws WsaException WSAENOTSOCK; WSAEOPNOTSUPP for an unknown code
   */
  <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException;

  /**
   * WSPIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER (INI-4).
   *
   * @param socket the socket
   * @param id which function
   * @return the function; good for all sockets of the provider
   * @param <F> type of the function
   * @throws WsaException WSAENOTSOCK; WSAEOPNOTSUPP for one that the provider does not have
   */
  <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
      throws WsaException;

  /**
   * WSPGetQOSByName: optional.
   *
   * @param socket the socket
   * @param name name of a template
   * @return the template
   * @throws WsaException WSAEOPNOTSUPP without quality of service
   */
  default String wspGetQosByName(SocketDescriptor socket, String name) throws WsaException {
    throw new WsaException(WsaError.WSAEOPNOTSUPP, "quality of service");
  }

  /**
   * WSPDuplicateSocket: completes pending receives with success and zero bytes, frees their
   * buffers, and gives a token for another process (DUP-3).
   *
   * @param socket a connected, suspended socket (DUP-2)
   * @param processId the process that may use the token
   * @return the token
   * @throws WsaException WSAENOTSOCK; WSAEINVAL if operations other than receives are pending;
   *     WSAEOPNOTSUPP where the provider cannot
   */
  default DuplicationToken wspDuplicateSocket(SocketDescriptor socket, long processId)
      throws WsaException {
    throw new WsaException(WsaError.WSAEOPNOTSUPP, "duplicating sockets");
  }
}
