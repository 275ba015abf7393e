package org.sanswitch.provider.emu.fault;

import java.net.InetSocketAddress;
import java.util.List;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/** An adapter that hands all calls on to another one. */
public abstract class ForwardingAdapter implements SanAdapter {

  /** The other one. */
  protected final SanAdapter hardware;

  /**
   * Makes the adapter.
   *
   * @param hardware gets all calls
   */
  protected ForwardingAdapter(SanAdapter hardware) {
    this.hardware = hardware;
  }

  @Override
  public AdapterInfo info() {
    return hardware.info();
  }

  @Override
  public void open(AdapterHandler handler) throws AdapterException {
    hardware.open(handler);
  }

  @Override
  public List<ServedAddress> addresses() {
    return hardware.addresses();
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    return hardware.listen(local, backlog);
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    return hardware.createQueuePair(context);
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    return hardware.processEvents(maxWaitNanos);
  }

  @Override
  public void wakeup() {
    hardware.wakeup();
  }

  @Override
  public void close() {
    hardware.close();
  }
}
