package org.sanswitch.hal;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * One end of a reliable connection that carries messages in order, with a send queue, a receive
 * queue and a completion queue.
 *
 * <p><b>Threading.</b> postSend, postWrite and postRead are called by one thread at a time;
 * postReceive and {@link CompletionQueue#poll} likewise, but both groups at once. connect,
 * disconnect, allocate, register and deregister may be called by any thread at any time. close is
 * called once, when no other call is under way and none will follow.
 *
 * <p><b>Completions.</b> Every operation that was posted with OK completes exactly once through the
 * completion queue, under the id that it was posted with. Sends complete in order, receives in
 * order. Memory of an operation is free when it is polled (CLO-3).
 */
@ConsumerType
public interface QueuePair {

  /** What a peer or the adapter itself may do with registered memory. */
  enum Access {
    /** Source of sends and of RDMA writes. */
    LOCAL_READ,
    /** Target of receives and of RDMA reads. */
    LOCAL_WRITE,
    /** The peer may read it. */
    REMOTE_READ,
    /** The peer may write it. */
    REMOTE_WRITE
  }

  /** Memory that the peer may reach. */
  interface RemoteRegion extends MemoryRegion {
    /** {@return what the peer needs to reach it; 1 to 64 bytes} */
    byte[] descriptor();
  }

  /** {@return what was given to createQueuePair} */
  Object context();

  /**
   * Starts to connect; {@link AdapterHandler#connected} or connectFailed tells the end.
   *
   * @param local address of this end; the port may be 0 if the adapter does not need one
   * @param remote destination
   * @throws AdapterException if it is known at once that it fails
   */
  void connect(InetSocketAddress local, InetSocketAddress remote) throws AdapterException;

  /**
   * Allocates zeroed memory that suits the adapter best, aligned to 64 bytes, registered for
   * LOCAL_READ and LOCAL_WRITE. It lives until deregister, at the latest until close.
   *
   * @param bytes how much
   * @return the memory
   * @throws AdapterException NO_RESOURCES with the numbers
   */
  MemoryRegion allocate(long bytes) throws AdapterException;

  /**
   * Registers memory.
   *
   * @param memory native memory; it must stay alive until deregister
   * @param access what may be done with it; with REMOTE_READ or REMOTE_WRITE the result is a {@link
   *     RemoteRegion}
   * @return the registration
   * @throws AdapterException NO_RESOURCES; NOT_SUPPORTED for remote access that the adapter cannot
   *     give to that memory
   */
  MemoryRegion register(MemorySegment memory, Set<Access> access) throws AdapterException;

  /**
   * Ends a registration or frees allocated memory. Remote access ends before this returns (MEM-5).
   *
   * @param region what allocate or register gave
   * @throws AdapterException INVALID if it is in use or unknown (MEM-3)
   */
  void deregister(MemoryRegion region) throws AdapterException;

  /**
   * Posts the sending of one message. Data path: throws nothing.
   *
   * @param id comes back with the completion, at least 0
   * @param message the message, see {@link AdapterInfo#maxInjectSize} for unregistered pieces; where it
   *     {@linkplain BufferVector#isFollowed is followed}, waking the peer may be put off to the next
   *     postSend, whatever that returns
   * @return OK; NO_RESOURCES if the queue is full; MESSAGE_SIZE; INVALID; DISCONNECTED. Unless OK,
   *     nothing was posted
   */
  AdapterError postSend(long id, BufferVector message);

  /**
   * Posts a receive for one message. Allowed before the connection stands. Data path: throws
   * nothing.
   *
   * @param id comes back with the completion, at least 0
   * @param region memory that allocate or register gave
   * @param offset first byte in the region
   * @param length size of the buffer in bytes
   * @return OK; NO_RESOURCES if the queue is full; INVALID; DISCONNECTED. Unless OK, nothing was
   *     posted
   */
  AdapterError postReceive(long id, MemoryRegion region, long offset, int length);

  /**
   * Posts an RDMA write. Data path: throws nothing.
   *
   * @param id comes back with the completion, at least 0
   * @param local source
   * @param remote descriptor of the peer's region; hostile until checked
   * @param remoteOffset first byte in the peer's region
   * @return OK, or as postSend; NOT_SUPPORTED; REMOTE_ACCESS
   */
  AdapterError postWrite(long id, BufferVector local, byte[] remote, long remoteOffset);

  /**
   * Posts an RDMA read. Data path: throws nothing.
   *
   * @param id comes back with the completion, at least 0
   * @param local target
   * @param remote descriptor of the peer's region; hostile until checked
   * @param remoteOffset first byte in the peer's region
   * @return OK, or as postSend; NOT_SUPPORTED; REMOTE_ACCESS
   */
  AdapterError postRead(long id, BufferVector local, byte[] remote, long remoteOffset);

  /** {@return the completion queue of this queue pair} */
  CompletionQueue completions();

  /** {@return address of this end once it is connected, else null} */
  @Nullable
  InetSocketAddress local();

  /**
   * Disconnects abortively, or gives up a connection attempt (BLK-3). Promptly, all operations
   * under way complete: receives of messages that had arrived successfully, everything else with
   * FLUSHED. Idempotent, never blocks. The peer notices.
   */
  void disconnect();

  /** Releases everything: memory, descriptors, mappings. Disconnects first if need be. */
  void close();
}
