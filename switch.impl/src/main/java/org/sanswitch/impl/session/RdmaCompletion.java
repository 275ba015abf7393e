package org.sanswitch.impl.session;

/** Context of an overlapped RDMA operation: who is told that it is complete. */
@FunctionalInterface
interface RdmaCompletion {

  /** It is complete; inside an upcall, must not block. */
  void completed();
}
