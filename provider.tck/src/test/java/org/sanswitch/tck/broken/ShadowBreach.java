package org.sanswitch.tck.broken;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * A breach that decides what becomes of the switch's overlapped objects: the good provider gets
 * others in their place, and what it does with these is done to the switch's in {@link #notify} and
 * {@link #stores}.
 */
abstract class ShadowBreach extends Breach {

  /** The shadow of each object of the switch that is pending. */
  private final Map<Overlapped, Shadow> shadows = new ConcurrentHashMap<>();

  /** The handle of each socket that is not closed. */
  private final Map<Object, SocketHandle> handles = new ConcurrentHashMap<>();

  /** What the good provider gets; it has the switch's object as its context. */
  private record Shadow(SocketDescriptor socket, Overlapped overlapped) {}

  /** The good provider notifies. Here: passes that on. */
  WsaError notify(SocketHandle handle, Overlapped original, WsaError status, int bytes) {
    original.complete(status, bytes);
    return upcall(handle, original);
  }

  /**
   * The good provider has stored the status of a poll-only request: {@return whether it is stored in
   * the switch's object as well; if not, this is asked again}
   *
   * @param status the status
   * @param closing whether this is just before the last upcall
   */
  boolean stores(WsaError status, boolean closing) {
    return true;
  }

  /** The status of a poll-only request was stored in the switch's object. */
  void stored(SocketHandle handle, Overlapped original) {
    // That is all that there is to do.
  }

  /** Aborts what is pending on a socket; the good provider is not listened to any longer. */
  final void abort(SocketDescriptor socket, SocketHandle handle) {
    shadows.forEach((original, shadow) -> {
      if (shadow.socket == socket && shadows.remove(original, shadow)) {
        original.complete(WsaError.WSA_OPERATION_ABORTED, 0);
        if (!original.isPollOnly()) {
          upcall(handle, original);
        }
      }
    });
  }

  /** Makes the upcall and nothing else. */
  final WsaError upcall(SocketHandle handle, Overlapped original) {
    return super.wpuCompleteOverlappedRequest(handle, original);
  }

  private Overlapped shadow(SocketDescriptor socket, Overlapped original) {
    Overlapped shadow = new Overlapped(original.isPollOnly(), original);
    shadow.prepare();
    shadows.put(original, new Shadow(socket, shadow));
    return shadow;
  }

  private WsaError started(WsaError answer, Overlapped original) {
    if (answer != WsaError.WSA_IO_PENDING) {
      shadows.remove(original);
    }
    return answer;
  }

  @Override
  public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped original) {
    return started(super.wspSend(socket, buffers, shadow(socket, original)), original);
  }

  @Override
  public WsaError wspRecv(
      SocketDescriptor socket, MemoryRegion region, long offset, int length, Overlapped original) {
    return started(super.wspRecv(socket, region, offset, length, shadow(socket, original)),
        original);
  }

  @Override
  WsaError rdmaWrite(
      SocketDescriptor socket, BufferVector local, byte[] remote, long offset,
      Overlapped original) {
    return started(super.rdmaWrite(socket, local, remote, offset, shadow(socket, original)),
        original);
  }

  @Override
  WsaError rdmaRead(
      SocketDescriptor socket, BufferVector local, byte[] remote, long offset,
      Overlapped original) {
    return started(super.rdmaRead(socket, local, remote, offset, shadow(socket, original)),
        original);
  }

  @Override
  public WsaError wspGetOverlappedResult(
      SocketDescriptor socket, Overlapped original, long waitNanos) {
    Shadow shadow = original == null ? null : shadows.get(original);
    WsaError answer =
        super.wspGetOverlappedResult(socket, shadow == null ? null : shadow.overlapped, waitNanos);
    storeWhatIsComplete(socket, false);
    if (original == null || answer == WsaError.WSAENOTSOCK) {
      return answer;
    }
    return original.isComplete() ? original.status() : WsaError.WSA_IO_INCOMPLETE;
  }

  private void storeWhatIsComplete(Object socket, boolean closing) {
    shadows.forEach((original, shadow) -> {
      Overlapped done = shadow.overlapped;
      if (shadow.socket == socket && done.isPollOnly() && done.isComplete()
          && stores(done.status(), closing) && shadows.remove(original, shadow)) {
        original.complete(done.status(), done.bytes());
        SocketHandle handle = handles.get(socket);
        if (handle != null) {
          stored(handle, original);
        }
      }
    });
  }

  @Override
  public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
    SocketHandle handle = super.wpuCreateSocketHandle(context);
    handles.put(context, handle);
    return handle;
  }

  @Override
  public final WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped shadow) {
    Overlapped original = (Overlapped) shadow.context();
    if (shadows.remove(original) == null) {
      return WsaError.NO_ERROR;
    }
    return notify(handle, original, shadow.status(), shadow.bytes());
  }

  @Override
  public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
    handles.forEach((socket, each) -> {
      if (each == handle) {
        storeWhatIsComplete(socket, true);
        handles.remove(socket);
      }
    });
    super.wpuCloseSocketHandle(handle);
  }
}
