package org.sanswitch.tck.broken;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.NetworkEvent.Kind;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** Listening and accepting: LIS-2, ACC-1. */
final class AcceptBreaches {

  private AcceptBreaches() {}

  private static WspProcedureTable.AcceptedSocket rejected() throws WsaException {
    throw new WsaException(WsaError.WSAECONNREFUSED, "the condition function said CF_REJECT");
  }

  @Breaks("ACC-1")
  static final class AsksTheConditionFunctionAfterTheReturn extends Breach {

    private final ConcurrentLinkedQueue<Runnable> later = new ConcurrentLinkedQueue<>();

    @Override
    public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
        throws WsaException {
      return super.wspAccept(listener, (local, remote) -> {
        later.add(() -> condition.decide(local, remote));
        return Decision.CF_ACCEPT;
      });
    }

    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      for (Runnable each = later.poll(); each != null; each = later.poll()) {
        each.run();
      }
      super.wspCloseSocket(socket);
    }
  }

  @Breaks("ACC-1")
  static final class AsksTheConditionFunctionInAnotherThread extends Breach {
    @Override
    public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
        throws WsaException {
      return super.wspAccept(listener, (local, remote) -> {
        FutureTask<Decision> task = new FutureTask<>(() -> condition.decide(local, remote));
        Thread.ofPlatform().daemon().start(task);
        try {
          return task.get();
        } catch (ExecutionException | InterruptedException e) {
          return Decision.CF_REJECT;
        }
      });
    }
  }

  @Breaks("ACC-1")
  static final class NeverAsksTheConditionFunction extends Breach {
    @Override
    public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
        throws WsaException {
      return super.wspAccept(listener, (local, remote) -> Decision.CF_ACCEPT);
    }
  }

  @Breaks("ACC-1")
  static final class TellsThePeerBeforeItAsks extends Breach {
    @Override
    public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
        throws WsaException {
      AcceptedSocket accepted =
          super.wspAccept(listener, (local, remote) -> Decision.CF_ACCEPT);
      if (accepted != null
          && condition.decide(accepted.local(), accepted.remote()) == Decision.CF_REJECT) {
        wspCloseSocket(accepted.socket());
        return rejected();
      }
      return accepted;
    }
  }

  @Breaks("ACC-1")
  static final class IgnoresTheRejection extends Breach {
    @Override
    public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
        throws WsaException {
      return super.wspAccept(listener, (local, remote) -> {
        condition.decide(local, remote);
        return Decision.CF_ACCEPT;
      });
    }
  }

  @Breaks("ACC-1")
  static final class TellsTheSwitchAnotherErrorForARejection extends Breach {
    @Override
    public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
        throws WsaException {
      try {
        return super.wspAccept(listener, condition);
      } catch (WsaException e) {
        throw e.error() == WsaError.WSAECONNREFUSED
            ? new WsaException(WsaError.WSAETIMEDOUT, "rejected")
            : e;
      }
    }
  }

  @Breaks("ACC-1")
  static final class TellsThePeerAnotherErrorForARejection extends Breach {
    @Override
    public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
      NetworkEvent.Record happened = super.wspEnumNetworkEvents(socket);
      return happened.errors().get(Kind.FD_CONNECT) == WsaError.WSAECONNREFUSED
          ? new NetworkEvent.Record(Map.of(Kind.FD_CONNECT, WsaError.WSAETIMEDOUT),
              new WsaException(WsaError.WSAETIMEDOUT, "rejected"))
          : happened;
    }
  }

  /** The listeners, by address: what a breach must know of them. */
  private abstract static class Listening extends Breach {

    final Map<SocketDescriptor, InetSocketAddress> bound = new ConcurrentHashMap<>();
    final Map<InetSocketAddress, NetworkEvent> events = new ConcurrentHashMap<>();

    @Override
    public void wspBind(SocketDescriptor socket, InetSocketAddress local) throws WsaException {
      super.wspBind(socket, local);
      bound.put(socket, local);
    }

    @Override
    public void wspEventSelect(SocketDescriptor socket, NetworkEvent event, Kind... kinds)
        throws WsaException {
      super.wspEventSelect(socket, event, kinds);
      InetSocketAddress local = bound.get(socket);
      if (local != null && event != null) {
        events.put(local, event);
      }
    }
  }

  @Breaks("LIS-2")
  static final class SignalsARequestThatFindsTheBacklogFull extends Listening {
    @Override
    public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
        throws WsaException {
      try {
        return super.wspConnect(socket, remote);
      } catch (WsaException e) {
        NetworkEvent event = events.get(remote);
        if (e.error() == WsaError.WSAENOBUFS && event != null) {
          event.set();
        }
        throw e;
      }
    }
  }

  @Breaks("LIS-2")
  static final class QueuesMoreThanTheBacklog extends Breach {

    private static final int MORE = 100;

    @Override
    public void wspListen(SocketDescriptor socket, int backlog) throws WsaException {
      super.wspListen(socket, backlog + MORE);
    }
  }
}
