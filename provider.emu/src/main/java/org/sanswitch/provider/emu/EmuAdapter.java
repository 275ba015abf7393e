package org.sanswitch.provider.emu;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/** Emulated hardware: shared memory between the processes of one user on one host. */
final class EmuAdapter implements SanAdapter {

  private static final String NAME = "emu";

  private final EmuSettings settings;
  private final AdapterInfo info;
  /** Guarded by this for changes. */
  private volatile @Nullable EmuDomain domain;

  /**
   * Makes the adapter.
   *
   * @param settings what the operator has set
   * @param version for people
   */
  EmuAdapter(EmuSettings settings, String version) {
    this.settings = settings;
    this.info =
        new AdapterInfo(
            NAME,
            version,
            settings.maxMessageSize(),
            settings.maxMessageSize(),
            SendCompletions.CAPACITY,
            SegmentDescriptor.RECEIVES,
            (int) settings.arenaSize(),
            true,
            settings.rdmaThreshold());
  }

  @Override
  public AdapterInfo info() {
    return info;
  }

  @Override
  public synchronized void open(AdapterHandler handler) throws AdapterException {
    if (domain != null) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "the adapter is open already");
    }
    Platform.check();
    domain = EmuDomain.open(settings, handler);
  }

  @Override
  public List<ServedAddress> addresses() {
    EmuDomain open = domain;
    return open == null ? List.of() : open.addresses().list();
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    return EmuListener.open(opened(), local, backlog);
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    return EmuQueuePair.create(opened(), context);
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    EmuDomain open = domain;
    return open == null ? 0 : open.processEvents(maxWaitNanos);
  }

  @Override
  public void wakeup() {
    EmuDomain open = domain;
    if (open != null) {
      open.loop().wakeup();
    }
  }

  @Override
  public void close() {
    EmuDomain open;
    synchronized (this) {
      open = domain;
      domain = null;
    }
    if (open != null) {
      open.close();
    }
  }

  private EmuDomain opened() throws AdapterException {
    EmuDomain open = domain;
    if (open == null) {
      throw new AdapterException(
          AdapterError.ADAPTER_FAILED, RouteReason.PROVIDER_GONE, "the adapter is not open");
    }
    return open;
  }
}
