package org.sanswitch.tck.broken;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** How transfers start and complete: CMP-1 to CMP-3. */
final class CompletionBreaches {

  private static final int TWENTY = 20;

  private CompletionBreaches() {}

  @Breaks("CMP-1")
  @AlsoFalls("CMP-3")
  static final class AnswersSuccessToWspSend extends Breach {
    @Override
    public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
      WsaError answer = super.wspSend(socket, buffers, overlapped);
      return answer == WsaError.WSA_IO_PENDING ? WsaError.NO_ERROR : answer;
    }
  }

  @Breaks("CMP-1")
  @AlsoFalls("CMP-3")
  static final class AnswersSuccessToWspRecv extends Breach {
    @Override
    public WsaError wspRecv(
        SocketDescriptor socket, MemoryRegion region, long offset, int length,
        Overlapped overlapped) {
      WsaError answer = super.wspRecv(socket, region, offset, length, overlapped);
      return answer == WsaError.WSA_IO_PENDING ? WsaError.NO_ERROR : answer;
    }
  }

  /** It notifies in whatever thread completes them, so maybe while another thread notifies. */
  @Breaks("CMP-2")
  @AlsoFalls("CMP-3")
  static final class NotifiesPollOnlyRequests extends ShadowBreach {
    @Override
    void stored(SocketHandle handle, Overlapped original) {
      upcall(handle, original);
    }
  }

  @Breaks("CMP-2")
  static final class NeverStoresThePollOnlyStatus extends ShadowBreach {
    @Override
    boolean stores(WsaError status, boolean closing) {
      return closing || status != WsaError.NO_ERROR; // else it would break CLO-1 and CLO-2
    }
  }

  @Breaks("CMP-2")
  static final class AnswersSuccessWhilePending extends Breach {
    @Override
    public WsaError wspGetOverlappedResult(
        SocketDescriptor socket, Overlapped overlapped, long waitNanos) {
      WsaError answer = super.wspGetOverlappedResult(socket, overlapped, waitNanos);
      return overlapped != null && answer == WsaError.WSA_IO_INCOMPLETE
          ? WsaError.NO_ERROR
          : answer;
    }
  }

  @Breaks("CMP-3")
  static final class NotifiesTwice extends Breach {
    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      super.wpuCompleteOverlappedRequest(handle, overlapped);
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }
  }

  @Breaks("CMP-3")
  static final class NeverNotifiesOneOfTwenty extends Breach {

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      return overlapped.status() == WsaError.NO_ERROR && count.incrementAndGet() % TWENTY == 0
          ? WsaError.NO_ERROR
          : super.wpuCompleteOverlappedRequest(handle, overlapped);
    }
  }

  @Breaks("CMP-3")
  static final class NotifiesOneOfTwentyWithAnotherObject extends Breach {

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      return super.wpuCompleteOverlappedRequest(handle,
          count.incrementAndGet() % TWENTY == 0 ? new Overlapped(false, null) : overlapped);
    }
  }

  @Breaks("CMP-3")
  static final class NotifiesBeforeItIsComplete extends ShadowBreach {
    @Override
    WsaError notify(SocketHandle handle, Overlapped original, WsaError status, int bytes) {
      upcall(handle, original);
      original.complete(status, bytes);
      return WsaError.NO_ERROR;
    }
  }

  @Breaks("CMP-3")
  static final class NotifiesReceivesInTheWrongOrder extends ShadowBreach {

    private record Kept(Overlapped overlapped, WsaError status, int bytes) {}

    private final Map<SocketHandle, Kept> kept = new ConcurrentHashMap<>();
    private final Map<Overlapped, Boolean> receives = new ConcurrentHashMap<>();

    @Override
    public WsaError wspRecv(
        SocketDescriptor socket, MemoryRegion region, long offset, int length,
        Overlapped original) {
      receives.put(original, true);
      return super.wspRecv(socket, region, offset, length, original);
    }

    /** Every second receive is told first, where two are aborted together. */
    @Override
    WsaError notify(SocketHandle handle, Overlapped original, WsaError status, int bytes) {
      if (status != WsaError.WSA_OPERATION_ABORTED || receives.remove(original) == null) {
        return super.notify(handle, original, status, bytes);
      }
      Kept before = kept.remove(handle);
      if (before == null) {
        kept.put(handle, new Kept(original, status, bytes));
        return WsaError.NO_ERROR;
      }
      super.notify(handle, original, status, bytes);
      return super.notify(handle, before.overlapped, before.status, before.bytes);
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      Kept last = kept.remove(handle);
      if (last != null) {
        super.notify(handle, last.overlapped, last.status, last.bytes);
      }
      super.wpuCloseSocketHandle(handle);
    }
  }
}
