package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;

/** Accepts on behalf of one TCP/IP listener of this process (LIS-1, LIS-4). */
final class EmuListener implements AdapterListener {

  private static final System.Logger LOG = System.getLogger(EmuListener.class.getName());
  /** Most links that have not said what they want. */
  private static final int SILENT_BOUND = 256;
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EmuDomain domain;
  private final InetSocketAddress local;
  private final int backlog;
  private final TcpListeners.OwnListener tcp;
  private final Rendezvous.Bound bound;
  /** Requests that are neither reported nor dropped yet. */
  private final Set<EmuConnectionRequest> silent = ConcurrentHashMap.newKeySet();
  /** Requests that were reported and are not decided. */
  private final Set<EmuConnectionRequest> reported = ConcurrentHashMap.newKeySet();
  /** At least the size of reported: a request is counted before it is reported. */
  private final AtomicInteger waiting = new AtomicInteger();
  /** Guarded by this. Set once. */
  private EventLoop.@Nullable Watch watch;
  /** Guarded by this for writing. Set once, by any thread. */
  private volatile boolean closed;

  private EmuListener(
      EmuDomain domain,
      InetSocketAddress local,
      int backlog,
      TcpListeners.OwnListener tcp,
      Rendezvous.Bound bound) {
    this.domain = domain;
    this.local = local;
    this.backlog = backlog;
    this.tcp = tcp;
    this.bound = bound;
  }

  static EmuListener open(EmuDomain domain, InetSocketAddress local, int backlog)
      throws AdapterException {
    boolean wildcard = !local.isUnresolved() && local.getAddress().isAnyLocalAddress();
    if (local.isUnresolved() || !(wildcard || domain.isLocal(local.getAddress()))) {
      throw new AdapterException(
          AdapterError.ADDRESS_NOT_AVAILABLE,
          RouteReason.NOT_IN_SUBNET,
          local + " is not an address of this host");
    }
    TcpListeners.OwnListener tcp = domain.tcp().own(local);
    Rendezvous.Bound bound =
        domain.rendezvous().bind(domain.directory(), local.getPort(), tcp.inode());
    EmuListener listener = new EmuListener(domain, local, backlog, tcp, bound);
    domain.listeners().add(listener);
    try {
      listener.watch();
      return listener;
    } catch (IOException e) {
      listener.close();
      throw new AdapterException(
          AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED, "cannot be watched: " + e, e);
    }
  }

  private void watch() throws IOException {
    EventLoop.Watch made = domain.loop().register(bound.listener().descriptor(), this::accept);
    synchronized (this) {
      if (!closed) {
        watch = made;
        return;
      }
    }
    made.end();
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  private void accept() {
    try {
      UnixSocket socket;
      while (!closed && (socket = bound.listener().accept()) != null) {
        take(new EmuLink(socket));
      }
    } catch (IOException e) {
      if (!closed) {
        LOG.log(Level.WARNING, "cannot accept on behalf of " + local, e);
      }
    }
  }

  /** Takes a link in or closes it, whoever closes this listener meanwhile. */
  private void take(EmuLink link) throws IOException {
    if (silent.size() >= SILENT_BOUND) {
      link.close();
      return;
    }
    EmuConnectionRequest request = new EmuConnectionRequest(domain, this, link);
    silent.add(request);
    try {
      request.watch();
    } catch (IOException e) {
      request.drop();
      throw e;
    }
    if (closed) {
      // The one who closes may have looked through the silent ones before.
      request.drop();
    } else {
      // What it wants has mostly come with it, so few are silent even in a storm.
      request.ready();
    }
  }

  /** {@return whether this listener answers for a destination, and TCP/IP would reach us there} */
  Reply.Status check(InetSocketAddress destination) {
    boolean serves =
        destination.getPort() == local.getPort()
            && (local.getAddress().isAnyLocalAddress()
                ? domain.isLocal(destination.getAddress())
                : local.getAddress().equals(destination.getAddress()));
    if (!serves) {
      return Reply.Status.INVALID;
    }
    return tcp.defect() == null ? Reply.Status.ACCEPTED : Reply.Status.AMBIGUOUS;
  }

  /** {@return whether a request may be reported; then it is counted (LIS-2)} */
  boolean admit(EmuConnectionRequest request) {
    silent.remove(request);
    if (closed || waiting.incrementAndGet() > backlog) {
      if (!closed) {
        waiting.decrementAndGet();
      }
      return false;
    }
    reported.add(request);
    return true;
  }

  /** A reported request is decided, or has gone. */
  void decided(EmuConnectionRequest request) {
    if (reported.remove(request)) {
      waiting.decrementAndGet();
    }
  }

  /** A request ended before it was reported. */
  void dropped(EmuConnectionRequest request) {
    silent.remove(request);
  }

  /** Drops who connected and then said nothing; in the event thread. */
  void dropSilent() {
    long now = System.nanoTime();
    for (EmuConnectionRequest each : silent) {
      if (now - each.since() > SILENT_NANOS) {
        each.drop();
      }
    }
  }

  @Override
  public void close() {
    EventLoop.Watch ended;
    synchronized (this) {
      closed = true;
      ended = watch;
    }
    domain.listeners().remove(this);
    if (ended != null) {
      ended.end();
    }
    try {
      bound.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close the rendezvous of " + local, e);
    }
    silent.forEach(EmuConnectionRequest::drop);
    reported.forEach(each -> each.reject(Reply.Status.GONE));
  }
}
