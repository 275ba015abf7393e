package org.sanswitch.tck.broken;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.Map;
import java.util.Set;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.DuplicationToken;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.DeregisterMemory;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.ExtensionFunction.RdmaTransfer;
import org.sanswitch.spi.ExtensionFunction.RegisterMemory;
import org.sanswitch.spi.ExtensionFunction.RegisterRdmaMemory;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/**
 * Stands between a switch and a provider and passes everything on, downcalls and upcalls, the
 * extension functions too. Who overrides one function changes one thing.
 */
abstract class Forwarding implements WspProcedureTable, UpcallTable {

  /** Guard: written in WSPStartupEx, before any other call. */
  private WspProcedureTable down;

  /** Guard: written in WSPStartupEx, before any other call. */
  private UpcallTable up;

  private final Map<ExtensionFunction<?>, Object> functions =
      Map.of(ExtensionFunction.WSPREGISTERMEMORY, (RegisterMemory) this::register,
          ExtensionFunction.WSPDEREGISTERMEMORY, (DeregisterMemory) this::deregister,
          ExtensionFunction.WSPREGISTERRDMAMEMORY, (RegisterRdmaMemory) this::registerRdma,
          ExtensionFunction.WSPDEREGISTERRDMAMEMORY, (DeregisterMemory) this::deregisterRdma,
          ExtensionFunction.WSPRDMAWRITE, (RdmaTransfer) this::rdmaWrite,
          ExtensionFunction.WSPRDMAREAD, (RdmaTransfer) this::rdmaRead);

  final void downTo(WspProcedureTable table) {
    down = table;
  }

  final void upTo(UpcallTable table) {
    up = table;
  }

  @Override
  public void wspCleanup() {
    down.wspCleanup();
  }

  @Override
  public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token)
      throws WsaException {
    return down.wspSocket(family, token);
  }

  @Override
  public void wspBind(SocketDescriptor socket, InetSocketAddress local) throws WsaException {
    down.wspBind(socket, local);
  }

  @Override
  public void wspListen(SocketDescriptor socket, int backlog) throws WsaException {
    down.wspListen(socket, backlog);
  }

  @Override
  public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
      throws WsaException {
    return down.wspAccept(listener, condition);
  }

  @Override
  public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
      throws WsaException {
    return down.wspConnect(socket, remote);
  }

  @Override
  public void wspEventSelect(
      SocketDescriptor socket, NetworkEvent event, NetworkEvent.Kind... kinds)
      throws WsaException {
    down.wspEventSelect(socket, event, kinds);
  }

  @Override
  public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
    return down.wspEnumNetworkEvents(socket);
  }

  @Override
  public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
    return down.wspSend(socket, buffers, overlapped);
  }

  @Override
  public WsaError wspRecv(
      SocketDescriptor socket, MemoryRegion region, long offset, int length,
      Overlapped overlapped) {
    return down.wspRecv(socket, region, offset, length, overlapped);
  }

  @Override
  public WsaError wspGetOverlappedResult(
      SocketDescriptor socket, Overlapped overlapped, long waitNanos) {
    return down.wspGetOverlappedResult(socket, overlapped, waitNanos);
  }

  @Override
  public void wakeWaiters(SocketDescriptor socket) {
    down.wakeWaiters(socket);
  }

  @Override
  public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
    down.wspCloseSocket(socket);
  }

  @Override
  public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option) throws WsaException {
    return down.wspGetSockOpt(socket, option);
  }

  @Override
  public void wspSetSockOpt(SocketDescriptor socket, SanSocketOption option, int value)
      throws WsaException {
    down.wspSetSockOpt(socket, option, value);
  }

  @Override
  public <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException {
    return down.wspIoctl(socket, code);
  }

  @Override
  public String wspGetQosByName(SocketDescriptor socket, String name) throws WsaException {
    return down.wspGetQosByName(socket, name);
  }

  @Override
  public DuplicationToken wspDuplicateSocket(SocketDescriptor socket, long processId)
      throws WsaException {
    return down.wspDuplicateSocket(socket, processId);
  }

  /** Answers those functions that the good provider has with the ones below. */
  @Override
  @SuppressWarnings("unchecked") // an id has the type of its function
  public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
      throws WsaException {
    F good = down.wspGetExtensionFunction(socket, id);
    return (F) functions.getOrDefault(id, good);
  }

  MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
      throws WsaException {
    return down.wspGetExtensionFunction(socket, ExtensionFunction.WSPREGISTERMEMORY)
      .register(socket, memory, access);
  }

  void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
    down.wspGetExtensionFunction(socket, ExtensionFunction.WSPDEREGISTERMEMORY)
      .deregister(socket, region);
  }

  RdmaRegion registerRdma(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
      throws WsaException {
    return down.wspGetExtensionFunction(socket, ExtensionFunction.WSPREGISTERRDMAMEMORY)
      .register(socket, memory, access);
  }

  void deregisterRdma(SocketDescriptor socket, MemoryRegion region) throws WsaException {
    down.wspGetExtensionFunction(socket, ExtensionFunction.WSPDEREGISTERRDMAMEMORY)
      .deregister(socket, region);
  }

  WsaError rdmaWrite(
      SocketDescriptor socket, BufferVector local, byte[] remote, long remoteOffset,
      Overlapped overlapped) {
    return transfer(ExtensionFunction.WSPRDMAWRITE, socket, local, remote, remoteOffset,
        overlapped);
  }

  WsaError rdmaRead(
      SocketDescriptor socket, BufferVector local, byte[] remote, long remoteOffset,
      Overlapped overlapped) {
    return transfer(ExtensionFunction.WSPRDMAREAD, socket, local, remote, remoteOffset,
        overlapped);
  }

  private WsaError transfer(
      ExtensionFunction<RdmaTransfer> id, SocketDescriptor socket, BufferVector local,
      byte[] remote, long remoteOffset, Overlapped overlapped) {
    try {
      return down.wspGetExtensionFunction(socket, id)
        .transfer(socket, local, remote, remoteOffset, overlapped);
    } catch (WsaException e) {
      return e.error();
    }
  }

  @Override
  public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
    return up.wpuCreateSocketHandle(context);
  }

  @Override
  public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
    up.wpuCloseSocketHandle(handle);
  }

  @Override
  public Object wpuQuerySocketHandleContext(SocketHandle handle) throws WsaException {
    return up.wpuQuerySocketHandleContext(handle);
  }

  @Override
  public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
    return up.wpuCompleteOverlappedRequest(handle, overlapped);
  }
}
