package org.sanswitch.provider.example;

import java.util.ArrayList;
import java.util.List;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** Notes what it is told. Used by one thread. */
final class Recorder implements AdapterHandler {

  final List<String> events = new ArrayList<>();
  final List<ConnectionRequest> requests = new ArrayList<>();

  /** Whose request the last one was. */
  AdapterListener listener;

  @Override
  public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
    this.listener = listener;
    requests.add(request);
    events.add("requested " + listener.local().getPort());
  }

  @Override
  public void requestWithdrawn(ConnectionRequest request) {
    events.add("withdrawn " + requests.indexOf(request));
  }

  @Override
  public void connected(QueuePair queuePair) {
    events.add("connected " + queuePair.context());
  }

  @Override
  public void connectFailed(QueuePair queuePair, AdapterException cause) {
    events.add("failed " + queuePair.context() + " " + cause.error());
  }

  @Override
  public void disconnected(QueuePair queuePair) {
    events.add("disconnected " + queuePair.context());
  }

  @Override
  public void completionsReady(QueuePair queuePair) {
    events.add("ready " + queuePair.context());
  }

  @Override
  public void addressesChanged() {
    events.add("addresses");
  }

  @Override
  public void failed(AdapterException cause) {
    events.add("adapter failed " + cause.reason());
  }
}
