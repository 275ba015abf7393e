package org.sanswitch.tck.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;

/**
 * The switch's side of the upcall table: records every upcall and judges it at once (SOC-2, CLO-2,
 * CLO-4, CLO-5, CMP-2, CMP-3, INI-7). What never came is judged by {@link #judgeRest}.
 */
final class Upcalls implements UpcallTable {

  private final String side;
  private final Trace trace;
  private final Findings findings;

  /** Guard: itself. */
  private final List<Handle> handles = new ArrayList<>();

  /** What the downcall of a thread has made so far; a thread is there only inside such a downcall. */
  private final Map<Thread, List<Handle>> making = new ConcurrentHashMap<>();

  /** Guard: volatile. WSPCleanup was called. */
  private volatile boolean cleaning;

  /** Guard: volatile. WSPCleanup has returned. */
  private volatile boolean ended;

  Upcalls(String side, Trace trace, Findings findings) {
    this.side = side;
    this.trace = trace;
    this.findings = findings;
  }

  /** The calling thread enters WSPSocket or WSPAccept. */
  void beginMaking() {
    making.put(Thread.currentThread(), new ArrayList<>());
  }

  /** {@return the handles that were made since {@link #beginMaking}} */
  List<Handle> endMaking() {
    List<Handle> made = making.remove(Thread.currentThread());
    return made == null ? List.of() : made;
  }

  void beginCleanup() {
    cleaning = true;
  }

  void endCleanup() {
    ended = true;
  }

  List<Handle> handles() {
    synchronized (handles) {
      return List.copyOf(handles);
    }
  }

  @Override
  public SocketHandle wpuCreateSocketHandle(Object context) {
    Handle handle;
    synchronized (handles) {
      handle = new Handle(side + "-h" + (handles.size() + 1), context);
      handles.add(handle);
    }
    trace.add("  up WPUCreateSocketHandle = " + handle);
    judgeEnd("WPUCreateSocketHandle");
    List<Handle> made = making.get(Thread.currentThread());
    if (made == null) {
      findings.broken("SOC-2", "WPUCreateSocketHandle outside WSPSocket and WSPAccept, or in"
          + " another thread than theirs");
    } else {
      made.add(handle);
    }
    return handle;
  }

  private void judgeEnd(String upcall) {
    if (ended) {
      findings.broken("INI-7", upcall + " after WSPCleanup has returned");
    }
  }

  private @Nullable Handle known(SocketHandle handle, String upcall) {
    synchronized (handles) {
      if (handle instanceof Handle known && handles.contains(known)) {
        return known;
      }
    }
    findings.broken("SOC-2", upcall + " with " + handle + ", which the switch of the " + side
        + " has not made");
    return null;
  }

  @Override
  public @Nullable Object wpuQuerySocketHandleContext(SocketHandle handle) {
    trace.add("  up WPUQuerySocketHandleContext(" + handle + ")");
    Handle known = known(handle, "WPUQuerySocketHandleContext");
    if (known != null && known.isClosed()) {
      findings.broken("CLO-4",
          "WPUQuerySocketHandleContext for " + known + " after WPUCloseSocketHandle");
    }
    return known == null ? null : known.context();
  }

  @Override
  public void wpuCloseSocketHandle(SocketHandle socket) {
    trace.add("  up WPUCloseSocketHandle(" + socket + ")");
    judgeEnd("WPUCloseSocketHandle");
    Handle handle = known(socket, "WPUCloseSocketHandle");
    if (handle == null) {
      return;
    }
    if (!handle.close()) {
      findings.broken("CLO-4", "WPUCloseSocketHandle twice for " + handle);
      return;
    }
    if (handle.state() == Handle.State.OPEN && !cleaning) {
      findings.broken("CLO-5", "WPUCloseSocketHandle for " + handle
          + " before WSPCloseSocket was called");
    }
    if (!handle.enter()) {
      findings.broken("CMP-3", "two upcalls for " + handle + " at once");
    }
    for (Operation each : handle.operations()) {
      if (each.isPosted() && each.overlapped().isPollOnly() && !each.overlapped().isComplete()) {
        findings.broken("CLO-2", each + " had no status stored before the last upcall");
      }
    }
    handle.exit();
  }

  @Override
  public WsaError wpuCompleteOverlappedRequest(SocketHandle socket, Overlapped overlapped) {
    Operation operation =
        overlapped.context() instanceof Operation mine && mine.overlapped() == overlapped
            ? mine
            : null;
    trace.add("  up WPUCompleteOverlappedRequest(" + socket + ", "
        + (operation == null ? "an unknown object" : operation) + ")");
    judgeEnd("WPUCompleteOverlappedRequest");
    Handle handle = known(socket, "WPUCompleteOverlappedRequest");
    if (operation == null) {
      findings.broken("CMP-3", "WPUCompleteOverlappedRequest with an overlapped object that was"
          + " not passed down");
      return WsaError.WSAEINVAL;
    }
    boolean first = operation.noteUpcall();
    if (handle == null) {
      return WsaError.WSAENOTSOCK;
    }
    if (handle.isClosed()) {
      findings.broken("CLO-4", "WPUCompleteOverlappedRequest for " + handle
          + " after WPUCloseSocketHandle");
      return WsaError.WSAENOTSOCK;
    }
    if (!handle.enter()) {
      findings.broken("CMP-3", "two upcalls for " + handle + " at once");
    }
    try {
      if (isLegal(handle, operation, first)) {
        operation.runInUpcall();
      }
    } finally {
      handle.exit();
    }
    return WsaError.NO_ERROR;
  }

  private boolean isLegal(Handle handle, Operation operation, boolean first) {
    int before = findings.all().size();
    if (operation.handle() != handle) {
      findings.broken("SOC-2", operation + " of " + operation.handle()
          + " was completed with the handle " + handle);
    }
    if (operation.overlapped().isPollOnly()) {
      findings.broken("CMP-2", operation + " was notified");
    } else if (!first) {
      findings.broken("CMP-3", operation + " was notified " + operation.notifications() + " times");
    } else if (!operation.isPosted()) {
      findings.broken("CMP-3", operation + " was notified, but not started");
    } else if (!operation.overlapped().isComplete()) {
      findings.broken("CMP-3", operation + " was notified before it was complete");
    } else if (operation.kind() == Operation.Kind.RECEIVE && !handle.inOrder(operation)) {
      findings.broken("CMP-3", operation + " was notified after a receive that was posted later");
    }
    return findings.all().size() == before;
  }

  /** Judges what never came, after WSPCleanup has returned. */
  void judgeRest() {
    for (Handle handle : handles()) {
      if (!handle.isClosed()) {
        findings.broken("INI-7", "no WPUCloseSocketHandle for " + handle + " by WSPCleanup");
      }
      for (Operation each : handle.operations()) {
        if (each.isPosted() && !each.overlapped().isComplete()
            && !each.overlapped().isPollOnly()) {
          findings.broken("CLO-2", each + " never completed, its socket is closed");
        } else if (each.isPosted() && !each.isFinished() && each.overlapped().isComplete()) {
          findings.broken("CMP-3", each + " was never notified");
        }
      }
    }
  }
}
