package org.sanswitch.impl.blocking;

import org.sanswitch.spi.Overlapped;

/**
 * One call of the switch to the provider; looks with WSPGetOverlappedResult are not kept.
 *
 * @param function its name, as WSD writes it
 * @param socket number of the socket
 * @param listening whether that socket listens
 * @param thread who called
 * @param overlapped the operation, or null where there is none
 * @param pending whether that operation was prepared and not complete when it came down
 */
record Downcall(String function, int socket, boolean listening, Thread thread,
    Overlapped overlapped,
    boolean pending) {

  static final String CLOSE = "WSPCloseSocket";
  static final String RDMA_READ = "WSPRdmaRead";
  static final String RDMA_WRITE = "WSPRdmaWrite";
  static final String SEND = "WSPSend";
  static final String RECEIVE = "WSPRecv";
  static final String CONNECT = "WSPConnect";
}
