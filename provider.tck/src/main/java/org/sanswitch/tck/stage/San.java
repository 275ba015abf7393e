package org.sanswitch.tck.stage;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.NetworkEvent.Kind;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** A socket of the provider, with the switch's handle. */
public final class San {

  private static final int ALIGNMENT = 64;

  private final End end;
  private final SocketDescriptor descriptor;
  private final Handle handle;
  private final Queue<MemorySegment> alive = new ConcurrentLinkedQueue<>();

  San(End end, SocketDescriptor descriptor, Handle handle) {
    this.end = end;
    this.descriptor = descriptor;
    this.handle = handle;
  }

  /** {@return the end that it belongs to} */
  public End end() {
    return end;
  }

  /** {@return the provider's name for it} */
  public SocketDescriptor descriptor() {
    return descriptor;
  }

  /** {@return the switch's name for it} */
  public Handle handle() {
    return handle;
  }

  private WspProcedureTable table() {
    return end.table();
  }

  /**
   * {@return an extension function}
   *
   * @param id which
   * @param <F> its type
   * @throws WsaException as WSPIoctl
   */
  public <F> F function(ExtensionFunction<F> id) throws WsaException {
    return table().wspGetExtensionFunction(descriptor, id);
  }

  /**
   * {@return an option}
   *
   * @param option which
   * @throws WsaException as WSPGetSockOpt
   */
  public int option(SanSocketOption option) throws WsaException {
    return table().wspGetSockOpt(descriptor, option);
  }

  /**
   * WSPEventSelect and WSPConnect.
   *
   * @param remote where to
   * @param event for FD_CONNECT
   * @return the answer of WSPConnect
   * @throws WsaException as WSPConnect
   */
  public WsaError connect(InetSocketAddress remote, Event event) throws WsaException {
    table().wspEventSelect(descriptor, event, Kind.FD_CONNECT);
    return table().wspConnect(descriptor, remote);
  }

  /**
   * {@return how the connection attempt ended}
   *
   * @param answer what WSPConnect answered
   * @param event what was selected
   * @throws NotShown if the event does not come
   * @throws WsaException as WSPEnumNetworkEvents
   * @throws InterruptedException if the check is ended
   */
  public WsaError connectResult(WsaError answer, Event event)
      throws NotShown, WsaException, InterruptedException {
    if (answer == WsaError.NO_ERROR) {
      return answer;
    }
    if (!end.await(() -> event.count() > 0)) {
      throw new NotShown("no FD_CONNECT for " + handle + " within the bound", null);
    }
    Map<Kind, WsaError> errors = enumerate().errors();
    WsaError error = errors.get(Kind.FD_CONNECT);
    if (error == null) {
      throw new NotShown("the event was set, but WSPEnumNetworkEvents has " + errors, null);
    }
    return error;
  }

  /**
   * {@return WSPEnumNetworkEvents}
   *
   * @throws WsaException as WSPEnumNetworkEvents
   */
  public NetworkEvent.Record enumerate() throws WsaException {
    return table().wspEnumNetworkEvents(descriptor);
  }

  /**
   * WSPRegisterMemory.
   *
   * @param memory the memory
   * @param first what the provider may do with it
   * @param more what else
   * @return the registration
   * @throws WsaException as WSPRegisterMemory
   */
  public MemoryRegion register(MemorySegment memory, Access first, Access... more)
      throws WsaException {
    Set<Access> access = EnumSet.of(first, more);
    return function(ExtensionFunction.WSPREGISTERMEMORY).register(descriptor, memory, access);
  }

  /**
   * WSPDeregisterMemory.
   *
   * @param region the registration
   * @throws WsaException as WSPDeregisterMemory
   */
  public void deregister(MemoryRegion region) throws WsaException {
    function(ExtensionFunction.WSPDEREGISTERMEMORY).deregister(descriptor, region);
  }

  /**
   * {@return registered memory of its own}
   *
   * @param bytes how much
   * @throws WsaException as WSPRegisterMemory
   */
  public MemoryRegion buffer(int bytes) throws WsaException {
    return register(allocate(Math.max(bytes, 1)), Access.READ, Access.WRITE);
  }

  /** Memory that is registered must stay alive: the provider may know its address only. */
  MemorySegment allocate(int bytes) {
    MemorySegment memory = Arena.ofAuto().allocate(bytes, ALIGNMENT);
    alive.add(memory);
    return memory;
  }

  /**
   * {@return an operation that was not started}
   *
   * @param kind what
   * @param pollOnly whether the provider must not notify
   * @param region its memory
   */
  public Operation operation(Operation.Kind kind, boolean pollOnly, MemoryRegion region) {
    return new Operation(kind, handle, pollOnly, region);
  }

  /**
   * WSPRecv into registered memory of its own.
   *
   * @param pollOnly whether the provider must not notify
   * @param bytes size of the buffer
   * @return the operation, started
   * @throws WsaException as WSPRegisterMemory
   * @throws Broken if WSPRecv does not answer WSA_IO_PENDING (CMP-1)
   */
  public Operation receive(boolean pollOnly, int bytes) throws WsaException, Broken {
    Operation receive = operation(Operation.Kind.RECEIVE, pollOnly, buffer(bytes));
    pending(receive(receive, bytes), receive);
    return receive;
  }

  /**
   * WSPRecv.
   *
   * @param receive not started
   * @param bytes size of the buffer
   * @return the answer
   */
  public WsaError receive(Operation receive, int bytes) {
    return table().wspRecv(descriptor, receive.region(), 0, bytes, receive.overlapped());
  }

  /**
   * WSPSend from registered memory of its own.
   *
   * @param pollOnly whether the provider must not notify
   * @param message the message
   * @return the operation, started
   * @throws WsaException as WSPRegisterMemory
   * @throws Broken if WSPSend does not answer WSA_IO_PENDING (CMP-1)
   */
  public Operation send(boolean pollOnly, byte[] message) throws WsaException, Broken {
    MemoryRegion region = buffer(message.length);
    MemorySegment.copy(message, 0, region.segment(), ValueLayout.JAVA_BYTE, 0, message.length);
    Operation send = operation(Operation.Kind.SEND, pollOnly, region);
    pending(send(send, message.length), send);
    return send;
  }

  /**
   * WSPSend.
   *
   * @param send not started
   * @param bytes length of the message, from the start of the region
   * @return the answer
   */
  public WsaError send(Operation send, int bytes) {
    BufferVector vector = new BufferVector();
    vector.add(send.region().segment(), 0, bytes, send.region());
    return table().wspSend(descriptor, vector, send.overlapped());
  }

  private static void pending(WsaError answer, Operation operation) throws Broken {
    Broken.unless("CMP-1", answer == WsaError.WSA_IO_PENDING,
        operation + " was answered " + answer + ", not WSA_IO_PENDING");
  }

  /**
   * Waits until an operation is finished: polls where it is poll only, else waits for the upcall.
   *
   * @param operation the operation
   * @param rule the rule that says that it must finish
   * @return how it completed
   * @throws Broken if it does not finish within the bound
   * @throws InterruptedException if the check is ended
   */
  public WsaError finish(Operation operation, String rule) throws Broken, InterruptedException {
    boolean polled = operation.overlapped().isPollOnly();
    boolean done = end.await(() -> {
      if (polled) {
        table().wspGetOverlappedResult(descriptor, operation.overlapped(),
            WspProcedureTable.POLL);
      }
      return operation.isFinished();
    });
    if (!done && operation.overlapped().isComplete()) {
      throw new Broken("CMP-3", operation + " is complete, but was not notified");
    }
    Broken.unless(rule, done, operation + " did not complete within the bound");
    return operation.status();
  }

  /**
   * WSPCloseSocket.
   *
   * @throws WsaException as WSPCloseSocket
   */
  public void close() throws WsaException {
    table().wspCloseSocket(descriptor);
  }

  /**
   * WSPCloseSocket; waits for the last upcall.
   *
   * @throws WsaException as WSPCloseSocket
   * @throws Broken if it does not come within the bound (CLO-4)
   * @throws InterruptedException if the check is ended
   */
  public void closeAndWait() throws WsaException, Broken, InterruptedException {
    close();
    awaitClosed();
  }

  /**
   * Waits for WPUCloseSocketHandle.
   *
   * @throws Broken if it does not come within the bound (CLO-4)
   * @throws InterruptedException if the check is ended
   */
  public void awaitClosed() throws Broken, InterruptedException {
    Broken.unless("CLO-4", end.await(handle::isClosed),
        "no WPUCloseSocketHandle for " + handle + " within the bound");
  }
}
