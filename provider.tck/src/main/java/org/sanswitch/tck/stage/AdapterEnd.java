package org.sanswitch.tck.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/**
 * An open adapter with the thread that handles its events. Records every callback, and judges that
 * it is made inside processEvents, in that thread (CMP-3), and not after close (INI-7).
 */
public final class AdapterEnd implements AdapterHandler {

  private static final long EVENT_WAIT_NANOS = 20_000_000;

  /**
   * A callback.
   *
   * @param kind its name
   * @param subject what it is about, or null
   * @param error the error of a failed attempt, or null
   */
  public record Callback(
      String kind, @Nullable Object subject, @Nullable AdapterException error) {}

  private final String side;
  private final SanAdapter adapter;
  private final Trace trace;
  private final Findings findings;
  private final Thread thread;

  /** Guard: itself. */
  private final List<Callback> callbacks = new ArrayList<>();

  /** Guard: volatile. The thread ends. */
  private volatile boolean ending;

  /** Guard: volatile. Close has returned. */
  private volatile boolean closed;

  /** Guard: the event thread. Inside processEvents. */
  private boolean processing;

  private AdapterEnd(String side, SanAdapter adapter, Trace trace, Findings findings) {
    this.side = side;
    this.adapter = adapter;
    this.trace = trace;
    this.findings = findings;
    this.thread = Thread.ofPlatform().name("kit-events-" + side).daemon().unstarted(this::process);
  }

  /**
   * Opens an adapter.
   *
   * @param side name of this end
   * @param adapter the adapter
   * @param trace what is seen
   * @param findings what is broken
   * @return the end
   * @throws NotShown if it does not open
   */
  public static AdapterEnd open(
      String side, SanAdapter adapter, Trace trace, Findings findings) throws NotShown {
    AdapterEnd end = new AdapterEnd(side, adapter, trace, findings);
    try {
      trace.add("down open of the " + side);
      adapter.open(end);
    } catch (AdapterException e) {
      throw new NotShown("the adapter of the " + side + " does not open: " + e.getMessage(), e);
    }
    end.thread.start();
    return end;
  }

  private void process() {
    while (!ending) {
      processing = true;
      adapter.processEvents(EVENT_WAIT_NANOS);
      processing = false;
    }
  }

  /** {@return the adapter} */
  public SanAdapter adapter() {
    return adapter;
  }

  private void note(String kind, @Nullable Object subject, @Nullable AdapterException error) {
    trace.add("  up " + kind + " at the " + side + (error == null ? "" : ": " + error.error()));
    if (closed) {
      findings.broken("INI-7", kind + " after close has returned");
    }
    if (!Thread.currentThread().equals(thread) || !processing) {
      findings.broken("CMP-3", kind + " in " + Thread.currentThread().getName()
          + ", not inside processEvents");
    }
    synchronized (callbacks) {
      callbacks.add(new Callback(kind, subject, error));
    }
  }

  /**
   * {@return the callbacks of a kind about something, in order}
   *
   * @param kind name of the callback
   * @param subject what it is about, or null for any
   */
  public List<Callback> callbacks(String kind, @Nullable Object subject) {
    synchronized (callbacks) {
      return callbacks.stream()
        .filter(each -> each.kind().equals(kind)
            && (subject == null || subject.equals(each.subject())))
        .toList();
    }
  }

  /**
   * Ends the thread and closes the adapter.
   *
   * @param bound how long the thread may take
   * @throws InterruptedException if the check is ended
   */
  public void close(Duration bound) throws InterruptedException {
    ending = true;
    adapter.wakeup();
    if (!thread.join(bound)) {
      findings.broken("INI-7", "processEvents of the " + side + " did not return within " + bound);
    }
    adapter.close();
    closed = true;
    adapter.close();
  }

  @Override
  public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
    note("connectionRequested", request, null);
  }

  @Override
  public void requestWithdrawn(ConnectionRequest request) {
    note("requestWithdrawn", request, null);
  }

  @Override
  public void connected(QueuePair queuePair) {
    note("connected", queuePair, null);
  }

  @Override
  public void connectFailed(QueuePair queuePair, AdapterException cause) {
    note("connectFailed", queuePair, cause);
  }

  @Override
  public void disconnected(QueuePair queuePair) {
    note("disconnected", queuePair, null);
  }

  @Override
  public void completionsReady(QueuePair queuePair) {
    note("completionsReady", queuePair, null);
  }

  @Override
  public void addressesChanged() {
    note("addressesChanged", null, null);
  }

  @Override
  public void failed(AdapterException cause) {
    note("failed", null, cause);
  }
}
