package org.sanswitch.tck.broken;

import java.net.ProtocolFamily;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.DuplicationToken;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** Handles and descriptors: SOC-2, DUP-5. */
final class SocketBreaches {

  private SocketBreaches() {}

  /** A handle that no switch has made. */
  private static final class Invented implements SocketHandle {
    @Override
    public String toString() {
      return "a handle of the provider's own";
    }
  }

  @Breaks("SOC-2")
  @AlsoFalls("CMP-3")
  static final class PassesTheHandleOfAnotherSocket extends Breach {

    private final Set<SocketHandle> handles = ConcurrentHashMap.newKeySet();

    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      SocketHandle handle = super.wpuCreateSocketHandle(context);
      handles.add(handle);
      return handle;
    }

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      SocketHandle other =
          handles.stream().filter(each -> each != handle).findFirst().orElse(handle);
      return super.wpuCompleteOverlappedRequest(other, overlapped);
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      handles.remove(handle);
      super.wpuCloseSocketHandle(handle);
    }
  }

  @Breaks("SOC-2")
  static final class PassesAHandleThatTheSwitchDidNotMake extends Breach {
    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      return super.wpuCompleteOverlappedRequest(new Invented(), overlapped);
    }
  }

  @Breaks("SOC-2")
  static final class CreatesTwoHandles extends Breach {

    private final Map<SocketHandle, SocketHandle> second = new ConcurrentHashMap<>();

    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      SocketHandle handle = super.wpuCreateSocketHandle(context);
      second.put(handle, super.wpuCreateSocketHandle(context));
      return handle;
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      super.wpuCloseSocketHandle(handle);
      SocketHandle other = second.remove(handle);
      if (other != null) {
        Upcalls.make(super::wpuCloseSocketHandle, other);
      }
    }
  }

  @Breaks("SOC-2")
  @AlsoFalls({"BLK-3", "CLO-4", "INI-7"})
  static final class CreatesNoHandle extends Breach {
    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) {
      return new Invented();
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) {
      // The switch knows no handle that it could be told of.
    }
  }

  @Breaks("SOC-2")
  @AlsoFalls({"BLK-3", "CLO-4", "INI-7"})
  static final class CreatesTheHandleInAnotherThread extends Breach {
    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      FutureTask<SocketHandle> task =
          new FutureTask<>(() -> super.wpuCreateSocketHandle(context));
      Thread.ofPlatform().daemon().start(task);
      try {
        return task.get();
      } catch (ExecutionException | InterruptedException e) {
        throw new WsaException(WsaError.WSAEMFILE, null, "no handle", e);
      }
    }
  }

  /** The next socket gets the descriptor of one that the peer has reset and nobody has closed. */
  @Breaks("DUP-5")
  @AlsoFalls({"CLO-4", "CLO-5", "CLO-6", "INI-7"})
  static final class ReusesTheDescriptorOfADeadSocket extends Breach {

    private final Map<SocketHandle, Object> sockets = new ConcurrentHashMap<>();
    private final Map<Object, SocketDescriptor> dead = new ConcurrentHashMap<>();

    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      SocketHandle handle = super.wpuCreateSocketHandle(context);
      sockets.put(handle, context);
      return handle;
    }

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      if (overlapped.status() == WsaError.WSAECONNRESET
          && sockets.get(handle) instanceof SocketDescriptor socket) {
        dead.put(socket, socket);
      }
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }

    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      dead.remove(socket);
      super.wspCloseSocket(socket);
    }

    @Override
    public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token)
        throws WsaException {
      SocketDescriptor made = super.wspSocket(family, token);
      SocketDescriptor old = dead.values().stream().findFirst().orElse(null);
      return old == null ? made : dead.remove(old);
    }
  }
}
