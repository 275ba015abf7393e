package org.sanswitch.spi;

/** The options that WSPGetSockOpt and WSPSetSockOpt know (OPT-1); all values are integers. */
public enum SanSocketOption {
  /** Debugging: 0 or 1. May be set. */
  SO_DEBUG,
  /** Greatest message of WSPSend, in bytes. */
  SO_MAX_MSG_SIZE,
  /** Greatest RDMA transfer, in bytes; 0 without RDMA. */
  SO_MAX_RDMA_SIZE,
  /** From how many bytes on the provider prefers RDMA. */
  SO_RDMA_THRESHOLD_SIZE,
  /** Reserved by Windows Sockets. */
  SO_GROUP_ID,
  /** Reserved by Windows Sockets. May be set. */
  SO_GROUP_PRIORITY,
  /**
   * Ours: WSPSend up to this many bytes may name unregistered memory, and has copied all of it when
   * it returns. WSAENOPROTOOPT means 0.
   */
  SO_MAX_INJECT_SIZE,
  /** Ours: greatest number of receives that may be pending on a socket. WSAENOPROTOOPT means 64. */
  SO_MAX_RECEIVES
}
