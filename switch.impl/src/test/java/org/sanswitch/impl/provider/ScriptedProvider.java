package org.sanswitch.impl.provider;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.DuplicationToken;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** A provider that does what a test says, and records what it is asked; it moves no data. */
public final class ScriptedProvider implements SanServiceProvider, WspProcedureTable {

  /** What a test may put in the place of a function. */
  public interface Step<A, R> {
    R run(A argument) throws WsaException;
  }

  /** A socket of this provider. */
  public static final class FakeSocket implements SocketDescriptor {
    public final SocketHandle handle;
    public volatile InetSocketAddress local;
    public volatile InetSocketAddress remote;
    public volatile int backlog;
    public volatile boolean closed;
    volatile NetworkEvent event;
    volatile NetworkEvent.Record events = NetworkEvent.Record.NONE;
    final Queue<InetSocketAddress> requests = new ConcurrentLinkedQueue<>();

    FakeSocket(SocketHandle handle) {
      this.handle = handle;
    }

    /** The connection attempt ends. */
    public void connected(WsaError error, WsaException failure) {
      events = new NetworkEvent.Record(Map.of(NetworkEvent.Kind.FD_CONNECT, error), failure);
      event.set();
    }

    /** A connection request comes, unless the backlog is full (LIS-2). */
    public boolean request(InetSocketAddress from) {
      boolean taken = queue(from);
      if (taken) {
        event.set();
      }
      return taken;
    }

    /** The same, and the switch may call down. */
    public boolean requestFree(InetSocketAddress from) {
      boolean taken = queue(from);
      if (taken) {
        event.setFree();
      }
      return taken;
    }

    /** A connection request comes of which the switch is not told. */
    public boolean queue(InetSocketAddress from) {
      if (closed || requests.size() >= backlog) {
        return false;
      }
      requests.add(from);
      events = new NetworkEvent.Record(
          Map.of(NetworkEvent.Kind.FD_ACCEPT, WsaError.NO_ERROR), null);
      return true;
    }
  }

  /** The functions that were called, in order, with their options and events. */
  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final List<FakeSocket> sockets = new CopyOnWriteArrayList<>();
  public final CountDownLatch cleanedUp = new CountDownLatch(1);
  public volatile List<ServedAddress> addresses = List.of(ServedAddress.host(Hosts.LOCAL));
  public volatile Step<UpcallTable, WspProcedureTable> startup = upcalls -> this;
  public volatile Step<FakeSocket, WsaError> connect = socket -> WsaError.WSAEWOULDBLOCK;
  public volatile Step<FakeSocket, Void> bind = socket -> null;
  public volatile Step<FakeSocket, Void> listen = socket -> null;
  /** Inside WSPAccept, with a request at hand, before the condition function is asked. */
  public volatile Step<FakeSocket, Void> decide = socket -> null;
  public volatile LongConsumer onLook = nanos -> {
  };
  public volatile Runnable onCleanup = () -> {
  };
  public volatile Runnable onSocket = () -> {
  };
  /** WSPMemoryRegistrationCacheCallback; null for a provider that has none. */
  public volatile ExtensionFunction.CacheCallback cache;
  public volatile int handlesPerSocket = 1;
  public volatile int maxMessageSize = 8192;
  public volatile UpcallTable upcalls;
  public volatile int version;
  public volatile ProtocolInfo protocol;
  private final Set<FakeSocket> open = ConcurrentHashMap.newKeySet();

  /** {@return the service properties of a provider of that name} */
  public static Map<String, Object> properties(String name, int ranking, long id) {
    return Map.of(SanServiceProvider.NAME, name, SanServiceProvider.VERSION, "1." + id,
        "service.ranking", ranking, "service.id", id);
  }

  /** {@return the socket that was made last and is open} */
  public FakeSocket lastOpen() {
    return sockets.stream().filter(socket -> !socket.closed).reduce((a, b) -> b).orElseThrow();
  }

  /** {@return the same, or null} */
  public FakeSocket lastOpenOrNull() {
    return sockets.stream().filter(socket -> !socket.closed).reduce((a, b) -> b).orElse(null);
  }

  /** {@return the listening sockets that are open} */
  public List<FakeSocket> listening() {
    return sockets.stream().filter(socket -> !socket.closed && socket.backlog > 0).toList();
  }

  @Override
  public WspProcedureTable wspStartupEx(int wanted, ProtocolInfo tcpIp, UpcallTable table)
      throws WsaException {
    calls.add("WSPStartupEx");
    version = wanted;
    protocol = tcpIp;
    upcalls = table;
    return startup.run(table);
  }

  @Override
  public void wspCleanup() {
    calls.add("WSPCleanup");
    onCleanup.run();
    for (FakeSocket socket : open) {
      close(socket);
    }
    cleanedUp.countDown();
  }

  @Override
  public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token)
      throws WsaException {
    calls.add("WSPSocket");
    onSocket.run();
    return make();
  }

  private FakeSocket make() throws WsaException {
    SocketHandle handle = null;
    for (int i = 0; i < handlesPerSocket; i++) {
      handle = upcalls.wpuCreateSocketHandle(this);
    }
    FakeSocket socket = new FakeSocket(handle);
    open.add(socket);
    sockets.add(socket);
    return socket;
  }

  @Override
  public void wspBind(SocketDescriptor socket, InetSocketAddress local) throws WsaException {
    calls.add("WSPBind");
    own(socket).local = local;
    bind.run(own(socket));
  }

  @Override
  public void wspListen(SocketDescriptor socket, int backlog) throws WsaException {
    calls.add("WSPListen");
    listen.run(own(socket));
    own(socket).backlog = backlog;
  }

  @Override
  public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
      throws WsaException {
    calls.add("WSPAccept");
    FakeSocket own = own(listener);
    InetSocketAddress from = own.requests.poll();
    if (from == null) {
      throw new WsaException(WsaError.WSAEWOULDBLOCK, "no request");
    }
    if (!own.requests.isEmpty()) {
      own.event.set();
    }
    InetSocketAddress to = new InetSocketAddress(Hosts.LOCAL, own.local.getPort());
    decide.run(own);
    if (condition.decide(to, from) == ConditionFunction.Decision.CF_REJECT) {
      throw new WsaException(WsaError.WSAECONNREFUSED, "rejected");
    }
    return new AcceptedSocket(make(), to, from);
  }

  @Override
  public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
      throws WsaException {
    calls.add("WSPConnect");
    own(socket).remote = remote;
    return connect.run(own(socket));
  }

  @Override
  public void wspEventSelect(SocketDescriptor socket, NetworkEvent event,
      NetworkEvent.Kind... kinds) throws WsaException {
    calls.add("WSPEventSelect " + Arrays.toString(kinds));
    own(socket).event = event;
  }

  @Override
  public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
    calls.add("WSPEnumNetworkEvents");
    FakeSocket own = own(socket);
    NetworkEvent.Record record = own.events;
    own.events = NetworkEvent.Record.NONE;
    return record;
  }

  @Override
  public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
    calls.add("WSPCloseSocket");
    close(own(socket));
  }

  private void close(FakeSocket socket) {
    if (open.remove(socket)) {
      socket.closed = true;
      try {
        if (socket.handle != null) {
          upcalls.wpuCloseSocketHandle(socket.handle);
        }
      } catch (WsaException e) {
        calls.add("WPUCloseSocketHandle failed");
      }
    }
  }

  private FakeSocket own(SocketDescriptor socket) throws WsaException {
    if (socket instanceof FakeSocket own && open.contains(own)) {
      return own;
    }
    throw new WsaException(WsaError.WSAENOTSOCK, "not a socket");
  }

  @Override
  public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option) throws WsaException {
    calls.add("WSPGetSockOpt " + option);
    if (option == SanSocketOption.SO_MAX_MSG_SIZE) {
      return maxMessageSize;
    }
    throw new WsaException(WsaError.WSAENOPROTOOPT, option.name());
  }

  @Override
  public void wspSetSockOpt(SocketDescriptor socket, SanSocketOption option, int value) {
    calls.add("WSPSetSockOpt " + option);
  }

  @Override
  @SuppressWarnings("unchecked") // The code names the type.
  public <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException {
    calls.add(code.name());
    return (R) addresses;
  }

  @Override
  @SuppressWarnings("unchecked") // The id names the type.
  public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
      throws WsaException {
    ExtensionFunction.RegisterMemory register = ScriptedProvider::noMemory;
    ExtensionFunction.DeregisterMemory deregister = (at, region) -> {
    };
    ExtensionFunction.CacheCallback callback = cache;
    if (callback != null
        && id.equals(ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK)) {
      return (F) callback;
    }
    return switch (id.name()) {
      case "WSPRegisterMemory" -> (F) register;
      case "WSPDeregisterMemory" -> (F) deregister;
      default -> throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
    };
  }

  private static MemoryRegion noMemory(SocketDescriptor at, MemorySegment memory,
      Set<ExtensionFunction.Access> access) throws WsaException {
    throw new WsaException(WsaError.WSAENOBUFS, "scripted");
  }

  @Override
  public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
    return WsaError.WSAENOTCONN;
  }

  @Override
  public WsaError wspRecv(SocketDescriptor socket, MemoryRegion region, long offset, int length,
      Overlapped overlapped) {
    return WsaError.WSAENOTCONN;
  }

  @Override
  public WsaError wspGetOverlappedResult(SocketDescriptor socket, Overlapped overlapped,
      long waitNanos) {
    onLook.accept(waitNanos);
    return WsaError.WSA_IO_INCOMPLETE;
  }

  @Override
  public void wakeWaiters(SocketDescriptor socket) {}
}
