package org.sanswitch.impl.core;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.ListenerStatus;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.StartedProvider;
import org.sanswitch.impl.routing.ListenPlan;
import org.sanswitch.impl.routing.Router;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.NegotiationListener;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.Sessions;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** The companions of one listening socket, kept in step with providers and rules (INI-5, LIS-1). */
final class CompanionSet implements CompanionListener, CompanionOwner, Listeners.Entry {

  private final ConnectContext context;
  private final Router router;
  private final Supplier<List<StartedProvider>> providers;
  private final InetSocketAddress local;
  private final int backlog;
  private final Runnable arrival;
  private final Consumer<CompanionSet> ended;
  private final AcceptQueue queue;
  private final SerialTask refreshing = new SerialTask(this::bringInStep);

  /** Guard: itself; changed by {@link #refreshing} only. In the order in which they were opened. */
  private final Map<Key, Companion> companions = new LinkedHashMap<>();

  /** Why a provider has no companion, or has one that fails to accept. */
  private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

  private record Key(StartedProvider provider, InetSocketAddress address) {}

  /**
   * Makes an empty set.
   *
   * @param providers gives the running providers, the preferred first
   * @param ended is told once when the set is closed
   */
  CompanionSet(ConnectContext context, Router router, Supplier<List<StartedProvider>> providers,
      InetSocketAddress local, int backlog, Runnable arrival, Consumer<CompanionSet> ended) {
    this.context = context;
    this.router = router;
    this.providers = providers;
    this.local = local;
    this.backlog = backlog;
    this.arrival = arrival;
    this.ended = ended;
    this.queue = new AcceptQueue(backlog, () -> open().values().forEach(Companion::set));
  }

  @Override
  public void refresh() {
    refreshing.requestHere();
  }

  private Map<Key, Companion> open() {
    synchronized (companions) {
      return new LinkedHashMap<>(companions);
    }
  }

  private void bringInStep() {
    Map<Key, Companion> gone = open();
    Map<String, String> why = new LinkedHashMap<>();
    if (!queue.isClosed()) {
      for (StartedProvider provider : providers.get()) {
        ListenPlan plan = router.listen(local, provider);
        if (plan.addresses().isEmpty()) {
          why.put(provider.name(), plan.why());
        }
        for (InetSocketAddress address : plan.addresses()) {
          Key key = new Key(provider, address);
          if (gone.remove(key) == null) {
            open(key, why);
          }
        }
      }
    }
    gone.forEach((key, companion) -> {
      companion.close();
      synchronized (companions) {
        companions.remove(key);
      }
    });
    reasons.keySet().retainAll(why.keySet());
    reasons.putAll(why);
  }

  private void open(Key key, Map<String, String> why) {
    try {
      openAt(key, key.address());
    } catch (WsaException e) {
      boolean other = e.error() == WsaError.WSAEAFNOSUPPORT
          && local.getAddress() instanceof Inet6Address && local.getAddress().isAnyLocalAddress();
      try {
        if (!other) {
          throw e;
        }
        openAt(key, new InetSocketAddress("0.0.0.0", local.getPort()));
      } catch (WsaException last) {
        why.put(key.provider().name(), last.reason().text() + ": " + last.getMessage());
      }
    }
  }

  private void openAt(Key key, InetSocketAddress address) throws WsaException {
    Companion companion = new Companion(key.provider(), address, this, context.executor());
    companion.open(backlog);
    synchronized (companions) {
      companions.put(key, companion);
    }
  }

  @Override
  public @Nullable SanStream poll() {
    return queue.poll();
  }

  @Override
  public boolean isReady() {
    return queue.isReady();
  }

  @Override
  public void close() {
    List<SanStream> left = queue.close();
    refresh();
    left.forEach(stream -> stream.reset(EndReason.LISTENER_CLOSED));
    ended.accept(this);
  }

  @Override
  public boolean reserve() {
    return queue.reserve();
  }

  @Override
  public void release() {
    queue.release();
  }

  @Override
  public boolean isNegotiating() {
    return queue.isNegotiating();
  }

  @Override
  public void accepted(StartedProvider provider, StartedProvider.Accepted connection) {
    Route route = Route.san(provider.name());
    context.sessions()
      .start(connection.socket(), Sessions.Role.ACCEPTING, connection.local(),
          connection.remote(), route, () -> context.ledger().open(route, true), new Negotiation());
  }

  @Override
  public void failed(String provider, String why) {
    reasons.put(provider, why);
  }

  @Override
  public ListenerStatus status() {
    return new ListenerStatus(local,
        open().keySet().stream().map(key -> key.provider().name()).distinct().sorted().toList(),
        reasons.entrySet().stream().map(why -> why.getKey() + ": " + why.getValue()).toList());
  }

  /** One accepted connection that negotiates; it has a place in the backlog. */
  private final class Negotiation implements NegotiationListener {

    @Override
    public void established(SanStream stream) {
      if (queue.establish(stream)) {
        arrival.run();
      } else {
        stream.reset(EndReason.LISTENER_CLOSED);
      }
    }

    @Override
    public void failed(RouteReason reason, String detail, boolean refused) {
      queue.release();
    }
  }
}
