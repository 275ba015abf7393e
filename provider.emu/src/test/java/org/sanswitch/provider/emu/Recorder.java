package org.sanswitch.provider.emu;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** Keeps what an adapter tells, and gives it to a test that waits for it with a bound. */
final class Recorder implements AdapterHandler {

  static final long BOUND_SECONDS = 20;

  /** One callback. */
  record Event(String kind, Object subject, Object detail) {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** {@return the next event, which must be of that kind} */
  Event expect(String kind) throws InterruptedException {
    Event event = events.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    if (event == null || !event.kind().equals(kind)) {
      throw new AssertionError("expected " + kind + ", got " + event);
    }
    return event;
  }

  /** {@return the next event of that kind; others are dropped} */
  Event await(String kind) throws InterruptedException {
    Event event;
    do {
      event = events.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    } while (event != null && !event.kind().equals(kind));
    if (event == null) {
      throw new AssertionError("expected " + kind);
    }
    return event;
  }

  /** {@return the next event after a short wait, or null} */
  Event poll() throws InterruptedException {
    return events.poll(1, TimeUnit.SECONDS);
  }

  /** {@return the next event, if one is there} */
  Event peek() {
    return events.peek();
  }

  @Override
  public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
    events.add(new Event("requested", request, listener));
  }

  @Override
  public void requestWithdrawn(ConnectionRequest request) {
    events.add(new Event("withdrawn", request, ""));
  }

  @Override
  public void connected(QueuePair queuePair) {
    events.add(new Event("connected", queuePair, ""));
  }

  @Override
  public void connectFailed(QueuePair queuePair, AdapterException cause) {
    events.add(new Event("connectFailed", queuePair, cause));
  }

  @Override
  public void disconnected(QueuePair queuePair) {
    events.add(new Event("disconnected", queuePair, ""));
  }

  @Override
  public void completionsReady(QueuePair queuePair) {
    events.add(new Event("completionsReady", queuePair, ""));
  }

  @Override
  public void addressesChanged() {
    events.add(new Event("addressesChanged", this, ""));
  }

  @Override
  public void failed(AdapterException cause) {
    events.add(new Event("failed", this, cause));
  }
}
