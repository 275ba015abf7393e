package org.sanswitch.impl.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

class ProviderViewTest {

  private final AtomicLong clock = new AtomicLong();
  private final ProviderView view = new ProviderView("a", clock::get);
  private final List<Object> told = new ArrayList<>();

  private final CompletionSink sink = new CompletionSink() {
    @Override
    public void completed(Overlapped overlapped) {
      told.add(overlapped);
    }

    @Override
    public void handleClosed() {
      told.add("closed");
    }
  };

  private SwitchSocketHandle handle() throws WsaException {
    SwitchSocketHandle handle = (SwitchSocketHandle) view.wpuCreateSocketHandle("context");
    handle.sink(sink);
    return handle;
  }

  private static Overlapped complete(boolean pollOnly) {
    return new Overlapped(pollOnly, null);
  }

  private static WsaError error(Executable call) {
    return assertThrows(WsaException.class, call).error();
  }

  @Rules("CMP-3")
  @Test
  void handsACompletionToTheOneWhoPostedIt_CMP3() throws WsaException {
    Overlapped overlapped = complete(false);
    assertEquals(WsaError.NO_ERROR, view.wpuCompleteOverlappedRequest(handle(), overlapped));
    assertSame(overlapped, told.get(0));
  }

  @Rules("SOC-2")
  @Test
  void refusesAHandleOfAnotherProvider_SOC2() throws WsaException {
    SocketHandle handle = handle();
    ProviderView other = new ProviderView("b", clock::get);
    assertEquals(WsaError.WSAENOTSOCK,
        other.wpuCompleteOverlappedRequest(handle, complete(false)));
    assertEquals(WsaError.WSAENOTSOCK, error(() -> other.wpuCloseSocketHandle(handle)));
    assertEquals(WsaError.WSAENOTSOCK, error(() -> other.wpuQuerySocketHandleContext(handle)));
    assertEquals("context", view.wpuQuerySocketHandleContext(handle));
    assertEquals(2, other.breachCount());
    assertTrue(told.isEmpty());
  }

  @Rules("CLO-4")
  @Test
  void refusesEverythingAfterTheLastUpcall_CLO4() throws WsaException {
    SocketHandle handle = handle();
    view.wpuCloseSocketHandle(handle);
    assertEquals(List.of("closed"), told);
    assertEquals(WsaError.WSAENOTSOCK, error(() -> view.wpuCloseSocketHandle(handle)));
    assertEquals(WsaError.WSAENOTSOCK, error(() -> view.wpuQuerySocketHandleContext(handle)));
    assertEquals(WsaError.WSAENOTSOCK, view.wpuCompleteOverlappedRequest(handle, complete(false)));
    assertEquals(List.of("closed"), told);
    assertEquals(0, view.openHandles());
  }

  /** A provider may leave between the connect and the session. */
  @Rules("INI-7")
  @Test
  void tellsWhoComesAfterTheLastUpcallOfItOnce_INI7() throws WsaException {
    SwitchSocketHandle handle = (SwitchSocketHandle) view.wpuCreateSocketHandle("context");
    view.wpuCloseSocketHandle(handle);
    handle.sink(sink);
    assertEquals(List.of("closed"), told);
    SwitchSocketHandle other = handle();
    view.wpuCloseSocketHandle(other);
    other.sink(sink);
    assertEquals(List.of("closed", "closed"), told);
  }

  /** A provider whose WSPAccept fails may have to wait before it can close the handle. */
  @Rules("CLO-4")
  @Test
  void takesOneLateLastUpcallOfASocketThatNeverCameAbout_CLO4() throws WsaException {
    SwitchSocketHandle handle = (SwitchSocketHandle) view.wpuCreateSocketHandle("context");
    view.forget(handle);
    assertEquals(0, view.openHandles());
    view.wpuCloseSocketHandle(handle);
    assertEquals(0, view.breachCount());
    assertEquals(WsaError.WSAENOTSOCK, error(() -> view.wpuCloseSocketHandle(handle)));
    assertEquals(1, view.breaches().count(Breach.CLOSED_HANDLE));
  }

  /** Nothing more is taken for a handle that was closed before it was forgotten. */
  @Rules("CLO-4")
  @Test
  void takesNoSecondLastUpcallOfAHandleThatWasClosedBefore_CLO4() throws WsaException {
    SwitchSocketHandle handle = (SwitchSocketHandle) view.wpuCreateSocketHandle("context");
    view.wpuCloseSocketHandle(handle);
    view.forget(handle);
    assertEquals(WsaError.WSAENOTSOCK, error(() -> view.wpuCloseSocketHandle(handle)));
    assertEquals(1, view.breaches().count(Breach.CLOSED_HANDLE));
  }

  @Rules({"CMP-2", "CMP-3"})
  @Test
  void countsBreachesOfContractAndNeverThrows_CMP2() throws WsaException {
    SwitchSocketHandle handle = handle();
    Overlapped pending = complete(false);
    pending.prepare();
    assertEquals(WsaError.WSAEINVAL, view.wpuCompleteOverlappedRequest(handle, pending));
    assertEquals(WsaError.WSAEINVAL, view.wpuCompleteOverlappedRequest(handle, complete(true)));
    SocketHandle nobody = view.wpuCreateSocketHandle("x");
    assertEquals(WsaError.WSAEINVAL, view.wpuCompleteOverlappedRequest(nobody, complete(false)));
    assertEquals(1, view.breaches().count(Breach.NOT_COMPLETE));
    assertEquals(1, view.breaches().count(Breach.POLL_ONLY));
    assertEquals(1, view.breaches().count(Breach.NO_SINK));
  }

  @Test
  void logsBreachesAtABoundedRate() {
    SocketHandle foreign = new SwitchSocketHandle(new Object(), "x");
    for (int i = 0; i < 1000; i++) {
      view.wpuCompleteOverlappedRequest(foreign, complete(false));
    }
    assertEquals(1, view.breaches().lines());
    clock.addAndGet(10_000_000_000L);
    view.wpuCompleteOverlappedRequest(foreign, complete(false));
    assertEquals(2, view.breaches().lines());
    assertEquals(1001, view.breachCount());
  }

  @Test
  void neverLetsTheSwitchThrowIntoTheProvider() throws WsaException {
    SwitchSocketHandle handle = handle();
    handle.sink(new CompletionSink() {
      @Override
      public void completed(Overlapped overlapped) {
        throw new IllegalStateException("scripted");
      }

      @Override
      public void handleClosed() {
        throw new AssertionError("scripted");
      }
    });
    assertEquals(WsaError.NO_ERROR, view.wpuCompleteOverlappedRequest(handle, complete(false)));
    view.wpuCloseSocketHandle(handle);
    assertEquals(2, view.breaches().count(Breach.SWITCH_FAILED));
  }

  @Rules("INI-7")
  @Test
  void meansNothingAfterCleanupAndTellsWhoStillWaits_INI7() throws WsaException {
    SocketHandle handle = handle();
    assertEquals(1, view.end());
    assertEquals(List.of("closed"), told);
    assertEquals(WsaError.WSAENOTSOCK, error(() -> view.wpuCreateSocketHandle("late")));
    assertEquals(WsaError.WSAENOTSOCK, error(() -> view.wpuCloseSocketHandle(handle)));
    assertEquals(WsaError.WSAENOTSOCK, view.wpuCompleteOverlappedRequest(handle, complete(false)));
    assertEquals(0, view.openHandles());
  }

  @Rules("SOC-2")
  @Test
  void makesNoHandlesThroughTheTableAsAService_SOC2() {
    UpcallTableService service = new UpcallTableService();
    assertEquals(WsaError.WSAENOTSOCK, error(() -> service.wpuCreateSocketHandle("x")));
    SocketHandle foreign = new SwitchSocketHandle(view, "x");
    assertEquals(WsaError.WSAENOTSOCK, error(() -> service.wpuCloseSocketHandle(foreign)));
    assertEquals(WsaError.WSAENOTSOCK, error(() -> service.wpuQuerySocketHandleContext(foreign)));
    assertEquals(WsaError.WSAENOTSOCK,
        service.wpuCompleteOverlappedRequest(foreign, complete(false)));
  }
}
