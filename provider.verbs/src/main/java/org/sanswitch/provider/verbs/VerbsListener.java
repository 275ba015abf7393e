package org.sanswitch.provider.verbs;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;

/**
 * Accepts on behalf of one TCP/IP listener of this process (LIS-1, LIS-4). For the wildcard there is an
 * identifier for each address of the device, which follows their changes: the wildcard of RDMA is
 * that of all devices, and belongs to no adapter.
 */
final class VerbsListener implements AdapterListener {

  private static final System.Logger LOG = System.getLogger(VerbsListener.class.getName());

  /** The kernel's own backlog; the one that counts is ours, which can tell the peer why. */
  private static final int KERNEL_BACKLOG = 1024;

  private final VerbsDomain domain;
  private final InetSocketAddress local;
  private final int backlog;
  /** Guard: this. Identifiers by address. */
  private final Map<InetAddress, Long> ids = new HashMap<>();
  /** Guard: this. Requests that were reported and are not decided. */
  private final Set<VerbsConnectionRequest> reported = new HashSet<>();
  /** Guard: this. */
  private boolean closed;

  private VerbsListener(VerbsDomain domain, InetSocketAddress local, int backlog) {
    this.domain = domain;
    this.local = local;
    this.backlog = backlog;
  }

  static VerbsListener open(VerbsDomain domain, InetSocketAddress local, int backlog)
      throws AdapterException {
    boolean wildcard = !local.isUnresolved() && local.getAddress().isAnyLocalAddress();
    if (local.isUnresolved()
        || !wildcard && !domain.addresses().contains(local.getAddress())) {
      throw new AdapterException(
          AdapterError.ADDRESS_NOT_AVAILABLE, RouteReason.NOT_IN_SUBNET,
          local + " is not an address of " + domain.device());
    }
    VerbsListener listener = new VerbsListener(domain, local, backlog);
    try {
      for (InetAddress each : listener.wanted()) {
        listener.listenAt(each);
      }
      domain.listeners().add(listener);
      return listener;
    } catch (AdapterException e) {
      listener.close();
      throw e;
    }
  }

  private List<InetAddress> wanted() {
    return local.getAddress().isAnyLocalAddress()
        ? domain.addresses().list().stream().map(ServedAddress::address).toList()
        : List.of(local.getAddress());
  }

  private synchronized void listenAt(InetAddress address) throws AdapterException {
    if (closed || ids.containsKey(address)) {
      return;
    }
    ConnectionManager manager = domain.manager();
    InetSocketAddress at = new InetSocketAddress(address, local.getPort());
    long id = manager.create(this::take);
    int error = manager.bind(id, at);
    if (error == 0) {
      error = manager.listen(id, KERNEL_BACKLOG);
    }
    if (error < 0) {
      manager.destroy(id, false);
      throw ErrorTables.ofListenCall(-error, "cannot listen over RDMA at " + at);
    }
    ids.put(address, id);
  }

  /** The addresses of the device have changed; in the event thread. */
  void follow() {
    if (!local.getAddress().isAnyLocalAddress()) {
      return;
    }
    List<InetAddress> wanted = wanted();
    for (InetAddress each : wanted) {
      try {
        listenAt(each);
      } catch (AdapterException e) {
        LOG.log(Level.WARNING, "a new address is left to TCP/IP: {0}", e.getMessage());
      }
    }
    synchronized (this) {
      ids.entrySet().removeIf(each -> {
        boolean gone = !wanted.contains(each.getKey());
        if (gone) {
          domain.manager().destroy(each.getValue(), false);
        }
        return gone;
      });
    }
  }

  /** {@return whether requests wait} */
  synchronized boolean hasRequests() {
    return !reported.isEmpty();
  }

  /** Drops requests of peers that have given up, in the event thread. */
  void dropWithdrawn() {
    List<VerbsConnectionRequest> waiting;
    synchronized (this) {
      waiting = List.copyOf(reported);
    }
    waiting.forEach(VerbsConnectionRequest::withdrawIfGone);
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  private void take(CmEvent event) {
    switch (event.kind()) {
      case CONNECT_REQUEST -> requested(event);
      case DEVICE_REMOVAL -> domain.removed();
      default -> LOG.log(Level.DEBUG, "the listener at {0} does not expect {1}", local, event);
    }
  }

  /** All that the peer says is checked before anybody hears of it (LIS-2). */
  private void requested(CmEvent event) {
    Greeting greeting = Greeting.decode(event.data());
    InetSocketAddress to = CmAddress.decode(event.id() + VerbsLayout.ID_SOURCE);
    InetSocketAddress from = CmAddress.decode(event.id() + VerbsLayout.ID_DESTINATION);
    if (greeting == null || greeting.status() != Greeting.Status.REQUEST || to == null
        || from == null) {
      LOG.log(Level.DEBUG, "a request at {0} that is not ours: {1}", local, event);
      domain.manager().refuse(event.id(), Greeting.Status.VERSION_UNKNOWN);
      return;
    }
    VerbsConnectionRequest request =
        new VerbsConnectionRequest(domain, this, event, to, from);
    // Before it is admitted: a listener that is closed then declines it, and its identifier is gone.
    domain.manager().hand(event.id(), request);
    Greeting.Status refusal = admit(request);
    if (refusal != Greeting.Status.ACCEPTED) {
      domain.manager().refuse(event.id(), refusal);
      return;
    }
    domain.tell(handler -> handler.connectionRequested(this, request));
  }

  private synchronized Greeting.Status admit(VerbsConnectionRequest request) {
    if (closed) {
      return Greeting.Status.GONE;
    }
    if (reported.size() >= backlog) {
      return Greeting.Status.BACKLOG_FULL;
    }
    reported.add(request);
    return Greeting.Status.ACCEPTED;
  }

  /** A reported request is decided, or has gone. */
  synchronized void decided(VerbsConnectionRequest request) {
    reported.remove(request);
  }

  @Override
  public void close() {
    List<VerbsConnectionRequest> left;
    synchronized (this) {
      closed = true;
      ids.values().forEach(id -> domain.manager().destroy(id, false));
      ids.clear();
      left = List.copyOf(reported);
    }
    domain.listeners().remove(this);
    left.forEach(each -> each.decline(Greeting.Status.GONE));
  }
}
