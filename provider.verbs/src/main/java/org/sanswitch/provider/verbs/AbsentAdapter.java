package org.sanswitch.provider.verbs;

import java.net.InetSocketAddress;
import java.util.List;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/**
 * Stands for RDMA where there is no device. It cannot be opened, and says why and what to do about it,
 * so that the status of the switch shows it.
 */
final class AbsentAdapter implements SanAdapter {

  private final AdapterInfo info;
  private final Devices devices;

  /**
   * Makes the adapter.
   *
   * @param devices where they would be
   * @param version for people
   */
  AbsentAdapter(Devices devices, String version) {
    this.devices = devices;
    this.info =
        new AdapterInfo(
            VerbsAdapter.NAME, version, VerbsSettings.DEFAULT.maxMessageSize(), 0,
            VerbsSettings.DEFAULT.sends(), VerbsSettings.DEFAULT.receives(), 0, false, 0);
  }

  @Override
  public AdapterInfo info() {
    return info;
  }

  @Override
  public void open(AdapterHandler handler) throws AdapterException {
    Platform.check();
    var _ = Libraries.find(Libraries.VERBS);
    var _ = Libraries.find(Libraries.CM);
    throw absent();
  }

  private AdapterException absent() {
    return new AdapterException(
        AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE, devices.whyNone());
  }

  @Override
  public List<ServedAddress> addresses() {
    return List.of();
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    throw absent();
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    throw absent();
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    return 0;
  }

  @Override
  public void wakeup() {
    // Nobody waits in an adapter that cannot be opened.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
