package org.sanswitch.provider.hal;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * Registers memory for a connection (MEM-1 to MEM-5). What is still registered when the socket is
 * closed goes with the queue pair.
 *
 * <p>Memory of the caller's stays registered at the adapter when it is deregistered here, in the {@link
 * RegistrationCache}. What the peer may reach, and memory of the adapter's own, ends at once.
 */
final class Memory {

  /** A call of the adapter. */
  @FunctionalInterface
  private interface Call<T> {
    T make(QueuePair queuePair) throws AdapterException;
  }

  private Memory() {}

  /**
   * WSPRegisterMemory. What is in the cache is found without a call of the adapter; only the object
   * that is returned is allocated then.
   *
   * @param connection the connection
   * @param memory native memory
   * @param access what the provider may do with it
   * @return the registration
   * @throws WsaException WSAEFAULT, WSAENOBUFS, WSAENOTSOCK
   */
  static MemoryRegion register(
      HalConnection connection, MemorySegment memory, Set<Access> access) throws WsaException {
    checkNative(memory, access);
    boolean readable = access.contains(Access.READ);
    boolean writable = access.contains(Access.WRITE);
    enter(connection);
    try {
      RegistrationCache cache = connection.registrations();
      Registration registration = cache.take(connection, memory, readable, writable);
      if (registration == null) {
        registration =
            new Registration(connection, registerLocal(connection, memory, readable, writable),
                memory, readable, writable);
        cache.add(registration, memory);
      }
      return new HalMemory(registration, memory, readable, writable);
    } finally {
      connection.exit();
    }
  }

  private static MemoryRegion registerLocal(
      HalConnection connection, MemorySegment memory, boolean readable, boolean writable)
      throws WsaException {
    Set<QueuePair.Access> wanted = EnumSet.noneOf(QueuePair.Access.class);
    if (readable) {
      wanted.add(QueuePair.Access.LOCAL_READ);
    }
    if (writable) {
      wanted.add(QueuePair.Access.LOCAL_WRITE);
    }
    return call(connection, "register", memory.byteSize(),
        queuePair -> queuePair.register(memory, wanted));
  }

  /**
   * WSPRegisterRdmaMemory.
   *
   * @param connection a connected socket's connection
   * @param memory native memory
   * @param access what the peer may do with it
   * @return the registration
   * @throws WsaException WSAEFAULT, WSAENOBUFS, WSAEOPNOTSUPP, WSAENOTSOCK
   */
  static RdmaRegion registerRdma(
      HalConnection connection, MemorySegment memory, Set<Access> access) throws WsaException {
    checkNative(memory, access);
    boolean readable = access.contains(Access.READ);
    boolean writable = access.contains(Access.WRITE);
    Set<QueuePair.Access> wanted = EnumSet.noneOf(QueuePair.Access.class);
    if (readable) {
      wanted.add(QueuePair.Access.LOCAL_READ);
      wanted.add(QueuePair.Access.REMOTE_READ);
    }
    if (writable) {
      wanted.add(QueuePair.Access.LOCAL_WRITE);
      wanted.add(QueuePair.Access.REMOTE_WRITE);
    }
    MemoryRegion region =
        callInside(connection, "register for RDMA", memory.byteSize(),
            queuePair -> queuePair.register(memory, wanted));
    if (!(region instanceof QueuePair.RemoteRegion remote)) {
      throw new WsaException(WsaError.WSAEOPNOTSUPP,
          "the adapter gave no descriptor for the peer");
    }
    return new HalRdmaMemory(connection, remote, readable, writable);
  }

  /**
   * WSPAllocateMemory.
   *
   * @param connection the connection
   * @param bytes how much
   * @return the registration
   * @throws WsaException WSAEINVAL, WSAENOBUFS, WSAENOTSOCK
   */
  static MemoryRegion allocate(HalConnection connection, long bytes) throws WsaException {
    if (bytes <= 0) {
      throw new WsaException(WsaError.WSAEINVAL, bytes + " bytes is not more than 0");
    }
    MemoryRegion region =
        callInside(connection, "allocate", bytes, queuePair -> queuePair.allocate(bytes));
    return new HalMemory(connection, region, true, true);
  }

  /**
   * WSPDeregisterMemory and WSPDeregisterRdmaMemory (MEM-3).
   *
   * @param connection the connection
   * @param region the registration
   * @throws WsaException WSAEINVAL if it is in use or unknown; WSAENOTSOCK
   */
  static void deregister(HalConnection connection, MemoryRegion region) throws WsaException {
    if (!(region instanceof HalMemory memory) || memory.owner != connection) {
      throw new WsaException(WsaError.WSAEINVAL, "the memory is not registered for this socket");
    }
    enter(connection);
    try {
      end(connection, memory);
      Registration registration = memory.registration;
      if (registration == null) {
        if (memory.isAllocated()) {
          connection.registrations().evict(memory.segment());
        }
        deregisterAtAdapter(connection, memory.region);
      } else if (!connection.registrations().keep(registration)) {
        try {
          deregisterAtAdapter(connection, memory.region);
        } finally {
          connection.registrations().forget(registration);
        }
      }
    } finally {
      connection.exit();
    }
  }

  /** From here on no operation can use it. */
  private static void end(HalConnection connection, HalMemory memory) throws WsaException {
    connection.lock.enterAdapter();
    connection.sends.lock.lock();
    try {
      if (memory.gone) {
        throw new WsaException(WsaError.WSAEINVAL, "the memory is not registered any longer");
      }
      if (memory.isInUse()) {
        throw new WsaException(WsaError.WSAEINVAL, "the memory is in use");
      }
      memory.gone = true;
    } finally {
      connection.sends.lock.unlock();
      connection.lock.exitAdapter();
    }
  }

  private static void deregisterAtAdapter(HalConnection connection, MemoryRegion region)
      throws WsaException {
    call(connection, "deregister", region.segment().byteSize(), queuePair -> {
      queuePair.deregister(region);
      return region;
    });
  }

  private static void checkNative(MemorySegment memory, Set<Access> access) throws WsaException {
    if (!memory.isNative()) {
      throw new WsaException(WsaError.WSAEFAULT, "heap memory cannot be registered");
    }
    if (!memory.scope().isAlive()) {
      throw new WsaException(WsaError.WSAEFAULT, "the arena of the memory is closed");
    }
    if (access.isEmpty()) {
      throw new WsaException(WsaError.WSAEINVAL, "no access at all");
    }
    if (access.contains(Access.WRITE) && memory.isReadOnly()) {
      throw new WsaException(WsaError.WSAEFAULT, "the memory is read-only");
    }
  }

  private static void enter(HalConnection connection) throws WsaException {
    if (!connection.enter()) {
      throw new WsaException(WsaError.WSAENOTSOCK, "the socket was closed");
    }
  }

  private static <T> T callInside(
      HalConnection connection, String what, long bytes, Call<T> call) throws WsaException {
    enter(connection);
    try {
      return call(connection, what, bytes, call);
    } finally {
      connection.exit();
    }
  }

  /** Inside the connection: calls the adapter; what is kept makes room if it has none. */
  private static <T> T call(HalConnection connection, String what, long bytes, Call<T> call)
      throws WsaException {
    try {
      return connection.registrations()
        .withRoom(bytes, () -> call.make(connection.queuePair));
    } catch (AdapterException e) {
      throw WsaErrors.exception(WsaErrors.ofControl(e.error()), what + ' ' + bytes + " bytes", e);
    } catch (RuntimeException e) {
      throw WsaErrors.broken(WsaError.WSAENOBUFS, what + ' ' + bytes + " bytes", e);
    }
  }
}
