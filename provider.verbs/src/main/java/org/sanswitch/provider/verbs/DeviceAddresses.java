package org.sanswitch.provider.verbs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterException;

/**
 * The local addresses that one device serves: those for which the connection manager, asked to bind
 * to them, names that device. So it is the kernel that knows which network interface belongs to it.
 * Link-local addresses are left out: they do not say by themselves where they lead.
 */
final class DeviceAddresses {

  private final LocalAddresses host;
  private final ConnectionManager manager;
  private final long context;

  /** Replaced as a whole by the event thread. */
  private volatile List<ServedAddress> addresses = List.of();

  /**
   * Makes it, empty.
   *
   * @param host all addresses
   * @param context of librdmacm for the device
   */
  DeviceAddresses(LocalAddresses host, ConnectionManager manager, long context) {
    this.host = host;
    this.manager = manager;
    this.context = context;
  }

  List<ServedAddress> list() {
    return addresses;
  }

  boolean contains(InetAddress address) {
    return addresses.stream().anyMatch(each -> each.address().equals(address));
  }

  /** {@return whether they have changed since the last call} */
  boolean refresh() {
    List<ServedAddress> now = read();
    boolean changed = !now.equals(addresses);
    addresses = now;
    return changed;
  }

  private List<ServedAddress> read() {
    try {
      return host.list().stream().filter(this::isOfDevice).map(ServedAddress::subnet).toList();
    } catch (SocketException e) {
      // What is known stays until the next look.
      return addresses;
    }
  }

  private boolean isOfDevice(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()
        || address.isLinkLocalAddress() || address.isLoopbackAddress()) {
      return false;
    }
    long id;
    try {
      id = manager.create(event -> {
        // An identifier that is only bound has no events but the end of its device.
      });
    } catch (AdapterException e) {
      return contains(address);
    }
    try {
      return manager.bind(id, new InetSocketAddress(address, 0)) == 0
          && manager.deviceOf(id) == context;
    } finally {
      manager.destroy(id, false);
    }
  }
}
