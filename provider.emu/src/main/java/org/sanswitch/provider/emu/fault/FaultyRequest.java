package org.sanswitch.provider.emu.fault;

import java.net.InetSocketAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/**
 * A request as it was reported, which can be accepted by a queue pair that has faults.
 *
 * @param request the request of the hardware
 * @param decided is run when it is accepted or rejected
 */
record FaultyRequest(ConnectionRequest request, Runnable decided) implements ConnectionRequest {

  @Override
  public InetSocketAddress local() {
    return request.local();
  }

  @Override
  public InetSocketAddress remote() {
    return request.remote();
  }

  @Override
  public void accept(QueuePair queuePair) throws AdapterException {
    decided.run();
    request.accept(queuePair instanceof FaultyQueuePair faulty ? faulty.hardware() : queuePair);
  }

  @Override
  public void reject(AdapterError error) {
    decided.run();
    request.reject(error);
  }
}
