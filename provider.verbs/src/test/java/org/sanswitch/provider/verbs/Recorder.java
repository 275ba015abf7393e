package org.sanswitch.provider.verbs;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** Keeps what an adapter tells; tests process its events themselves, so nothing is waited for. */
final class Recorder implements AdapterHandler {

  /** One callback. */
  record Event(String kind, Object subject, Object detail) {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** {@return the next event, which must be of that kind} */
  Event expect(String kind) {
    Event event = events.poll();
    if (event == null || !event.kind().equals(kind)) {
      throw new AssertionError("expected " + kind + ", got " + event);
    }
    return event;
  }

  /** {@return the next event, or null} */
  Event next() {
    return events.poll();
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
