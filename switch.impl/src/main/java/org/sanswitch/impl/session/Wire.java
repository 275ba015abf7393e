package org.sanswitch.impl.session;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.SanSocket;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/**
 * The provider's functions for one socket. What a provider must not throw ends this session only.
 */
final class Wire {

  private static final long ALIGNMENT = 64;

  /** Is told that the provider does not do what it owes. */
  @FunctionalInterface
  interface Failure {
    /** The provider failed; may be called anywhere on the data path. */
    void failed(EndReason reason, String detail);
  }

  private final ProviderPort port;
  private final WspProcedureTable table;
  private final SocketDescriptor descriptor;
  private final Failure failure;

  /** Guard: atomic; goes from false to true once, before WSPCloseSocket. */
  private final AtomicBoolean closed = new AtomicBoolean();

  Wire(SanSocket socket, Failure failure) {
    port = socket.port();
    table = port.table();
    descriptor = socket.descriptor();
    this.failure = failure;
  }

  ProviderPort port() {
    return port;
  }

  SocketDescriptor descriptor() {
    return descriptor;
  }

  /**
   * Allocates registered memory: the provider's own, or the JVM's.
   *
   * @throws WsaException with the reason
   */
  MemoryRegion allocate(long bytes) throws WsaException {
    try {
      ExtensionFunction.AllocateMemory allocator = port.allocateMemory();
      MemoryRegion region =
          allocator != null
              ? allocator.allocate(descriptor, bytes)
              : port.register(descriptor, Arena.ofAuto().allocate(bytes, ALIGNMENT));
      if (region.segment().byteSize() < bytes) {
        throw new WsaException(
            WsaError.WSAENOBUFS,
            "asked for " + bytes + " bytes, got " + region.segment().byteSize());
      }
      return region;
    } catch (RuntimeException e) {
      throw new WsaException(WsaError.WSAENOBUFS, null, "allocating threw " + e, e);
    }
  }

  /** Ends a registration that no transfer uses (MEM-4); what cannot be ended goes with the socket. */
  void deregister(MemoryRegion region) {
    try {
      port.deregisterMemory().deregister(descriptor, region);
    } catch (WsaException | RuntimeException e) {
      Log.LOGGER.log(System.Logger.Level.DEBUG, "deregistering at " + port.name(), e);
    }
  }

  WsaError receive(ReceiveBuffer buffer) {
    try {
      Overlapped overlapped = buffer.overlapped();
      overlapped.prepare();
      WsaError result =
          table.wspRecv(
              descriptor, buffer.region(), buffer.offset(), buffer.size(), overlapped);
      if (result != WsaError.WSA_IO_PENDING) {
        buffer.refused();
      }
      return result;
    } catch (RuntimeException e) {
      return threw("WSPRecv", e);
    }
  }

  WsaError send(BufferVector vector, Overlapped overlapped) {
    try {
      return table.wspSend(descriptor, vector, overlapped);
    } catch (RuntimeException e) {
      return threw("WSPSend", e);
    }
  }

  /** Looks once; upcalls are made in here. */
  void poll() {
    look(WspProcedureTable.POLL);
  }

  /** Looks once, and has the provider tell promptly when something comes. */
  void pollAndNotify() {
    look(WspProcedureTable.NOTIFY);
  }

  /** Blocks until something completes. */
  void await(long nanos) {
    look(nanos);
  }

  private void look(long nanos) {
    if (closed.getPlain()) {
      return;
    }
    try {
      WsaError result = table.wspGetOverlappedResult(descriptor, null, nanos);
      if (result != WsaError.NO_ERROR && result != WsaError.WSA_IO_INCOMPLETE && !closed.get()) {
        failure.failed(EndReason.PROVIDER_GONE, "WSPGetOverlappedResult: " + result);
      }
    } catch (RuntimeException e) {
      threw("WSPGetOverlappedResult", e);
    }
  }

  void wakeWaiters() {
    try {
      table.wakeWaiters(descriptor);
    } catch (RuntimeException e) {
      threw("wakeWaiters", e);
    }
  }

  /** {@return whether WSPCloseSocket was called} */
  boolean isClosed() {
    return closed.get();
  }

  /** The provider has closed the socket by itself; {@return whether this is news}. */
  boolean abandon() {
    return closed.compareAndSet(false, true);
  }

  /** WSPCloseSocket, once. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        table.wspCloseSocket(descriptor);
      } catch (WsaException e) {
        // An attempt that was given up (BLK-3), or a provider that left, has closed it already.
        boolean gone =
            e.error() == WsaError.WSAENOTSOCK || e.error() == WsaError.WSANOTINITIALISED;
        Log.LOGGER.log(
            gone ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
            "WSPCloseSocket at " + port.name(),
            e);
      } catch (RuntimeException e) {
        Log.LOGGER.log(System.Logger.Level.WARNING, "WSPCloseSocket at " + port.name(), e);
      }
    }
  }

  /**
   * The provider has freed memory before the last upcall, or the application has closed the arena of
   * its buffer in the middle of a copy; {@return the error for it}.
   */
  WsaError lostMemory(IllegalStateException e) {
    failure.failed(EndReason.PROVIDER_FAILED, "memory was freed while it was in use: " + e);
    return WsaError.WSAENETDOWN;
  }

  WsaError threw(String function, RuntimeException e) {
    Log.LOGGER.log(System.Logger.Level.WARNING, function + " at " + port.name() + " threw", e);
    failure.failed(EndReason.PROVIDER_FAILED, function + " threw " + e);
    return WsaError.WSAENETDOWN;
  }
}
