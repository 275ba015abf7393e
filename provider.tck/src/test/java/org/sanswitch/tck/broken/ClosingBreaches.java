package org.sanswitch.tck.broken;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** How a socket is closed: CLO-1 to CLO-8. */
final class ClosingBreaches {

  private ClosingBreaches() {}

  @Breaks("CLO-1")
  static final class LeavesReceivesPendingWhenThePeerCloses extends ShadowBreach {

    private record Kept(SocketHandle handle, Overlapped overlapped) {}

    private final Queue<Kept> kept = new ConcurrentLinkedQueue<>();

    @Override
    WsaError notify(SocketHandle handle, Overlapped original, WsaError status, int bytes) {
      if (status == WsaError.WSAECONNRESET) {
        kept.add(new Kept(handle, original));
        return WsaError.NO_ERROR;
      }
      return super.notify(handle, original, status, bytes);
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      kept.removeIf(each -> {
        if (each.handle != handle) {
          return false;
        }
        super.notify(handle, each.overlapped, WsaError.WSA_OPERATION_ABORTED, 0);
        return true;
      });
      super.wpuCloseSocketHandle(handle);
    }
  }

  @Breaks("CLO-1")
  static final class TellsTheResetByThePeerAsSuccess extends Breach {
    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      if (overlapped.status() == WsaError.WSAECONNRESET) {
        overlapped.complete(WsaError.NO_ERROR, 0);
      }
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }
  }

  @Breaks("CLO-2")
  @AlsoFalls("BLK-3")
  static final class AbortsWithAnotherStatus extends Breach {
    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      if (overlapped.status() == WsaError.WSA_OPERATION_ABORTED) {
        overlapped.complete(WsaError.WSAECONNRESET, 0);
      }
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }
  }

  @Breaks("CLO-2")
  @AlsoFalls({"BLK-3", "INI-7"})
  static final class ForgetsPendingRequestsWhenItCloses extends ShadowBreach {
    @Override
    WsaError notify(SocketHandle handle, Overlapped original, WsaError status, int bytes) {
      return status == WsaError.WSA_OPERATION_ABORTED
          ? WsaError.NO_ERROR
          : super.notify(handle, original, status, bytes);
    }
  }

  @Breaks("CLO-2")
  static final class ForgetsPollOnlyRequestsWhenItCloses extends ShadowBreach {
    @Override
    boolean stores(WsaError status, boolean closing) {
      return status != WsaError.WSA_OPERATION_ABORTED;
    }
  }

  @Breaks("CLO-3")
  static final class NotifiesBeforeItReleasesTheMemory extends Breach {

    private final Map<Overlapped, MemoryRegion> regions = new ConcurrentHashMap<>();
    private final Set<MemoryRegion> told = ConcurrentHashMap.newKeySet();

    @Override
    public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
      MemoryRegion region = buffers.region(0);
      if (region != null) {
        regions.put(overlapped, region);
      }
      return super.wspSend(socket, buffers, overlapped);
    }

    @Override
    public WsaError wspRecv(
        SocketDescriptor socket, MemoryRegion region, long offset, int length,
        Overlapped overlapped) {
      regions.put(overlapped, region);
      return super.wspRecv(socket, region, offset, length, overlapped);
    }

    @Override
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      if (told.contains(region)) {
        throw new WsaException(WsaError.WSAEINVAL, "the memory is in use");
      }
      super.deregister(socket, region);
    }

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      MemoryRegion region = regions.remove(overlapped);
      if (region == null) {
        return super.wpuCompleteOverlappedRequest(handle, overlapped);
      }
      told.add(region);
      try {
        return super.wpuCompleteOverlappedRequest(handle, overlapped);
      } finally {
        told.remove(region);
      }
    }
  }

  @Breaks("CLO-4")
  @AlsoFalls("CLO-2")
  static final class ClosesTheHandleBeforeTheLastCompletion extends Breach {

    private final Set<SocketHandle> closed = ConcurrentHashMap.newKeySet();

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      if (overlapped.status() == WsaError.WSA_OPERATION_ABORTED) {
        close(handle);
      }
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) {
      close(handle);
    }

    private void close(SocketHandle handle) {
      if (closed.add(handle)) {
        Upcalls.make(super::wpuCloseSocketHandle, handle);
      }
    }
  }

  @Breaks("CLO-4")
  static final class CallsUpAfterTheLastUpcall extends Breach {
    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      super.wpuCloseSocketHandle(handle);
      Upcalls.make(super::wpuQuerySocketHandleContext, handle);
    }
  }

  @Breaks("CLO-4")
  static final class ClosesTheHandleTwice extends Breach {
    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      super.wpuCloseSocketHandle(handle);
      Upcalls.make(super::wpuCloseSocketHandle, handle);
    }
  }

  /** Forgets the last upcall of sockets that never carried anything, until WSPCleanup. */
  @Breaks("CLO-4")
  @AlsoFalls("BLK-3")
  static final class ClosesUnusedHandlesInWspCleanupOnly extends Breach {

    private final Set<SocketHandle> used = ConcurrentHashMap.newKeySet();
    private final Queue<SocketHandle> kept = new ConcurrentLinkedQueue<>();

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      used.add(handle);
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      if (used.remove(handle)) {
        super.wpuCloseSocketHandle(handle);
      } else {
        kept.add(handle);
      }
    }

    @Override
    public void wspCleanup() {
      super.wspCleanup();
      kept.forEach(each -> Upcalls.make(super::wpuCloseSocketHandle, each));
      kept.clear();
    }
  }

  @Breaks("CLO-5")
  @AlsoFalls({"CLO-2", "CLO-4"})
  static final class ClosesTheHandleWhenThePeerResets extends Breach {

    private final Set<SocketHandle> closed = ConcurrentHashMap.newKeySet();

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      WsaError answer = super.wpuCompleteOverlappedRequest(handle, overlapped);
      if (overlapped.status() == WsaError.WSAECONNRESET && closed.add(handle)) {
        Upcalls.make(super::wpuCloseSocketHandle, handle);
      }
      return answer;
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      if (closed.add(handle)) {
        super.wpuCloseSocketHandle(handle);
      }
    }
  }

  /** What the peer has reset is no socket to this one any longer. */
  @Breaks("CLO-5")
  @AlsoFalls("DUP-5")
  static final class ForgetsTheSocketWhenThePeerResets extends Breach {

    private final Map<SocketHandle, Object> sockets = new ConcurrentHashMap<>();
    private final Set<Object> forgotten = ConcurrentHashMap.newKeySet();

    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      SocketHandle handle = super.wpuCreateSocketHandle(context);
      sockets.put(handle, context);
      return handle;
    }

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      if (overlapped.status() == WsaError.WSAECONNRESET) {
        forgotten.add(sockets.get(handle));
      }
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }

    @Override
    public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option)
        throws WsaException {
      if (forgotten.contains(socket)) {
        throw new WsaException(WsaError.WSAENOTSOCK, "the connection is dead");
      }
      return super.wspGetSockOpt(socket, option);
    }
  }

  @Breaks("CLO-6")
  static final class ClosesASecondTime extends Breach {
    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      try {
        super.wspCloseSocket(socket);
      } catch (WsaException e) {
        if (e.error() != WsaError.WSAENOTSOCK) {
          throw e;
        }
      }
    }
  }

  @Breaks("CLO-7")
  static final class AnswersWouldBlockToWspCloseSocket extends Breach {
    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      super.wspCloseSocket(socket);
      throw new WsaException(WsaError.WSAEWOULDBLOCK, "it will be closed");
    }
  }

  @Breaks("CLO-7")
  @AlsoFalls(hidesTheRest = true)
  static final class BlocksInWspCloseSocket extends Breach {

    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      super.wspCloseSocket(socket);
      try {
        if (never.await(1, TimeUnit.MINUTES)) {
          throw new IllegalStateException("never came");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Breaks("CLO-8")
  static final class KeepsAQueuePairOfEverySocket extends Breach {

    private final List<Object> kept = new CopyOnWriteArrayList<>();

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      try {
        kept.add(adapter().createQueuePair(handle));
      } catch (AdapterException e) {
        kept.clear();
      }
      super.wpuCloseSocketHandle(handle);
    }
  }

  @Breaks("CLO-9")
  static final class LosesWhatHadArrivedWhenThePeerCloses extends Breach {

    private final AtomicInteger closes = new AtomicInteger();

    /** How many sockets had been closed when each receive was posted. */
    private final Map<Overlapped, Integer> posted = new ConcurrentHashMap<>();

    @Override
    public WsaError wspRecv(
        SocketDescriptor socket, MemoryRegion region, long offset, int length,
        Overlapped overlapped) {
      posted.put(overlapped, closes.get());
      return super.wspRecv(socket, region, offset, length, overlapped);
    }

    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      closes.incrementAndGet();
      super.wspCloseSocket(socket);
    }

    @Override
    public WsaError wspGetOverlappedResult(
        SocketDescriptor socket, Overlapped overlapped, long waitNanos) {
      WsaError answer = super.wspGetOverlappedResult(socket, overlapped, waitNanos);
      if (overlapped == null || answer != WsaError.NO_ERROR
          || posted.getOrDefault(overlapped, closes.get()) == closes.get()) {
        return answer;
      }
      overlapped.complete(WsaError.WSAECONNRESET, 0);
      return WsaError.WSAECONNRESET;
    }
  }
}
