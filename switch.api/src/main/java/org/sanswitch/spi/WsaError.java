package org.sanswitch.spi;

/** Status and error codes of Windows Sockets that cross the provider interface. */
public enum WsaError {
  /** Done, successfully. */
  NO_ERROR(0),
  /** The operation was cancelled because its socket was closed (CLO-2). */
  WSA_OPERATION_ABORTED(995),
  /** The overlapped operation is not complete yet (CMP-2). */
  WSA_IO_INCOMPLETE(996),
  /** The overlapped operation was started and will complete later (CMP-1). */
  WSA_IO_PENDING(997),
  /** Access is not allowed. */
  WSAEACCES(10013),
  /** A bad address. */
  WSAEFAULT(10014),
  /** A bad argument, or memory that is in use or was never registered (MEM-3). */
  WSAEINVAL(10022),
  /** Too many sockets. */
  WSAEMFILE(10024),
  /** The operation goes on in the background (CON-1), or nothing is there yet. */
  WSAEWOULDBLOCK(10035),
  /** Not a socket of this provider, or one that was closed (CLO-6). */
  WSAENOTSOCK(10038),
  /** A message is longer than the provider carries, or than the receive that took it. */
  WSAEMSGSIZE(10040),
  /** Unknown option. */
  WSAENOPROTOOPT(10042),
  /** An optional function that this provider does not have. */
  WSAEOPNOTSUPP(10045),
  /** The address family is not served. */
  WSAEAFNOSUPPORT(10047),
  /** The address is in use. */
  WSAEADDRINUSE(10048),
  /** The address is not one that the provider serves. */
  WSAEADDRNOTAVAIL(10049),
  /** The network, or the provider, is down. */
  WSAENETDOWN(10050),
  /** The network cannot be reached. */
  WSAENETUNREACH(10051),
  /** The connection was aborted locally. */
  WSAECONNABORTED(10053),
  /** The peer reset the connection. */
  WSAECONNRESET(10054),
  /** No memory, no registration, or no room in a queue (SES-6). */
  WSAENOBUFS(10055),
  /** Already connected. */
  WSAEISCONN(10056),
  /** Not connected. */
  WSAENOTCONN(10057),
  /** The target cannot be reached by this provider, TCP/IP may reach it (CON-3); or too late. */
  WSAETIMEDOUT(10060),
  /** The target refused; final (CON-2). */
  WSAECONNREFUSED(10061),
  /** The host cannot be reached; final (CON-2). */
  WSAEHOSTUNREACH(10065),
  /** The provider is not ready (INI-1). */
  WSASYSNOTREADY(10091),
  /** The version of the provider interface is not supported (INI-1). */
  WSAVERNOTSUPPORTED(10092),
  /** WSPStartupEx was not called, or WSPCleanup was. */
  WSANOTINITIALISED(10093);

  private final int code;

  WsaError(int code) {
    this.code = code;
  }

  /** {@return the number that Windows Sockets gives to it} */
  public int code() {
    return code;
  }
}
