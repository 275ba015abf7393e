package org.sanswitch.provider.emu.fault;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** Tells what the hardware tells, late or not at all where it shall be so. */
final class FaultyHandler implements AdapterHandler {

  private final AdapterHandler told;
  private final Choosers choosers;
  /** Requests that were reported, under what the hardware knows them by. */
  private final Map<ConnectionRequest, FaultyRequest> requests = new ConcurrentHashMap<>();

  FaultyHandler(AdapterHandler told, Choosers choosers) {
    this.told = told;
    this.choosers = choosers;
  }

  @Override
  public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
    if (choosers.hitsRequest(FaultKind.BACKLOG)) {
      request.reject(AdapterError.BACKLOG_FULL);
    } else if (!choosers.hitsRequest(FaultKind.REQUEST)) {
      FaultyRequest reported = new FaultyRequest(request, () -> requests.remove(request));
      requests.put(request, reported);
      told.connectionRequested(listener, reported);
    }
  }

  @Override
  public void requestWithdrawn(ConnectionRequest request) {
    FaultyRequest reported = requests.remove(request);
    if (reported != null) {
      told.requestWithdrawn(reported);
    }
  }

  @Override
  public void connected(QueuePair queuePair) {
    FaultyQueuePair faulty = FaultyQueuePair.of(queuePair);
    if (faulty == null) {
      told.connected(queuePair);
    } else {
      faulty.delayEvents();
      faulty.tell(handler -> handler.connected(faulty));
    }
  }

  @Override
  public void connectFailed(QueuePair queuePair, AdapterException cause) {
    FaultyQueuePair faulty = FaultyQueuePair.of(queuePair);
    if (faulty == null) {
      told.connectFailed(queuePair, cause);
    } else {
      faulty.delayEvents();
      faulty.tell(handler -> handler.connectFailed(faulty, cause));
    }
  }

  @Override
  public void disconnected(QueuePair queuePair) {
    FaultyQueuePair faulty = FaultyQueuePair.of(queuePair);
    if (faulty == null) {
      told.disconnected(queuePair);
    } else {
      faulty.completions().end(AdapterError.DISCONNECTED);
      faulty.tell(handler -> handler.disconnected(faulty));
    }
  }

  @Override
  public void completionsReady(QueuePair queuePair) {
    FaultyQueuePair faulty = FaultyQueuePair.of(queuePair);
    if (faulty == null) {
      told.completionsReady(queuePair);
    } else {
      faulty.ready();
    }
  }

  @Override
  public void addressesChanged() {
    told.addressesChanged();
  }

  @Override
  public void failed(AdapterException cause) {
    told.failed(cause);
  }
}
