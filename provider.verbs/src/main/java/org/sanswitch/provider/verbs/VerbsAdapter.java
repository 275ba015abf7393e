package org.sanswitch.provider.verbs;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
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

/** One RDMA device. */
final class VerbsAdapter implements SanAdapter {

  /** What the names of all adapters begin with. */
  static final String NAME = "verbs";

  /** Where the functions of the libraries come from. */
  @FunctionalInterface
  interface Source {
    /**
     * {@return both libraries}
     *
     * @throws AdapterException with the reason if they are not there, and what to do about it
     */
    RdmaLibraries get() throws AdapterException;
  }

  private final String device;
  private final LocalAddresses addresses;
  private final Source libraries;
  private final Capabilities promised;
  private final VerbsSettings settings;
  private final AdapterInfo info;
  /** Guarded by this for changes. */
  private volatile @Nullable VerbsDomain domain;

  /**
   * Makes the adapter.
   *
   * @param name of the adapter and of its provider
   * @param device name of the device, as the kernel has it
   * @param addresses of this host
   * @param libraries asked each time that it is opened
   * @param promised how far it goes
   * @param settings what the operator has set
   * @param version for people
   */
  VerbsAdapter(
      String name, String device, LocalAddresses addresses, Source libraries,
      Capabilities promised, VerbsSettings settings, String version) {
    this.device = device;
    this.addresses = addresses;
    this.libraries = libraries;
    this.promised = promised;
    this.settings = settings;
    this.info =
        new AdapterInfo(
            name, version + ", device " + device, promised.message(), promised.inline(),
            promised.sends(),
            promised.receives(), promised.rdma(), promised.initiator() > 0,
            settings.rdmaThreshold());
  }

  /** {@return a name that tells the device: {@code verbs.} and its own in a-z0-9.-} */
  static String nameOf(String device) {
    StringBuilder name = new StringBuilder(NAME).append('.');
    for (char c : device.toLowerCase(Locale.ROOT).toCharArray()) {
      name.append(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' ? c : '-');
    }
    return name.substring(0, Math.min(name.length(), 64));
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
    domain = VerbsDomain.open(device, libraries.get(), promised, settings, addresses, handler);
  }

  @Override
  public List<ServedAddress> addresses() {
    VerbsDomain open = domain;
    return open == null ? List.of() : open.addresses().list();
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    return VerbsListener.open(opened(), local, backlog);
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    return VerbsQueuePair.create(opened(), context);
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    VerbsDomain open = domain;
    return open == null ? 0 : open.processEvents(maxWaitNanos);
  }

  @Override
  public void wakeup() {
    VerbsDomain open = domain;
    if (open != null) {
      open.loop().wakeup();
    }
  }

  @Override
  public void close() {
    VerbsDomain open;
    synchronized (this) {
      open = domain;
      domain = null;
    }
    if (open != null) {
      open.close();
    }
  }

  private VerbsDomain opened() throws AdapterException {
    VerbsDomain open = domain;
    if (open == null) {
      throw new AdapterException(
          AdapterError.ADAPTER_FAILED, RouteReason.PROVIDER_GONE, "the adapter is not open");
    }
    return open;
  }
}
