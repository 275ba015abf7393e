package org.sanswitch.impl.core;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.BoundedWork;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.provider.ProviderListener;
import org.sanswitch.impl.provider.ProviderSet;
import org.sanswitch.impl.provider.StartedProvider;
import org.sanswitch.impl.report.TrafficLedger;
import org.sanswitch.impl.routing.NegativeCache;
import org.sanswitch.impl.routing.Router;
import org.sanswitch.impl.routing.Rules;
import org.sanswitch.impl.session.AwakeBudget;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.Sessions;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.impl.session.TrafficCounter;
import org.sanswitch.spi.SanServiceProvider;

/** The switch, put together without OSGi: providers, routing, connecting, listening, counting. */
final class SwitchRuntime implements SwitchCore, ProviderListener {

  private static final long END_SESSIONS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final long TICK_MILLIS = 50;

  private final Supplier<HostAddresses> host;
  private final ControlWork control;
  private final TrafficLedger ledger = new TrafficLedger();
  private final NegativeCache failures;
  private final Router router;
  private final Sessions sessions;
  private final ProviderSet providers;
  private final Connector connector;
  private final Listeners listeners;

  /**
   * Starts the switch, without providers.
   *
   * @param settings how it works
   * @param sessions makes sessions
   * @param host gives the addresses of this host
   * @param nanoTime clock
   */
  SwitchRuntime(SwitchSettings settings, Sessions sessions, Supplier<HostAddresses> host,
      LongSupplier nanoTime) {
    this(settings, sessions, host, nanoTime, new ControlThreads(), BoundedWork.THREADS);
  }

  /**
   * Starts the switch where its control work is not done on threads of its own.
   *
   * @param control does what no application thread does
   * @param bounded calls what may hang
   */
  SwitchRuntime(SwitchSettings settings, Sessions sessions, Supplier<HostAddresses> host,
      LongSupplier nanoTime, ControlWork control, BoundedWork bounded) {
    this.host = host;
    this.control = control;
    this.sessions = sessions;
    failures = new NegativeCache(settings.negativeCacheNanos(), nanoTime);
    router = new Router(failures);
    router.rules(settings.rules());
    ConnectContext context =
        new ConnectContext(control, nanoTime, sessions, ledger, failures,
            new AwakeWait(settings.spinNanos(), Runtime.getRuntime().availableProcessors()));
    connector = new Connector(context, router, task -> control.later(task, TICK_MILLIS),
        settings.connectBoundNanos());
    providers = new ProviderSet(host, nanoTime,
        new ProviderSet.Bounds(settings.providerStartNanos(), LEAVE_NANOS), this, bounded);
    listeners = new Listeners(context, router, providers::active);
    SerialTask addressCheck = new SerialTask(providers::checkAddresses);
    control.every(() -> addressCheck.request(control), settings.addressPollMillis());
  }

  TrafficLedger ledger() {
    return ledger;
  }

  Router router() {
    return router;
  }

  Sessions sessions() {
    return sessions;
  }

  ProviderSet providers() {
    return providers;
  }

  Listeners listeners() {
    return listeners;
  }

  void addProvider(SanServiceProvider service, Map<String, ?> properties) {
    providers.add(service, properties);
  }

  void updateProvider(SanServiceProvider service, Map<String, ?> properties) {
    providers.update(service, properties);
  }

  void removeProvider(SanServiceProvider service) {
    providers.remove(service, EndReason.PROVIDER_GONE);
  }

  /** Takes new settings; the rhythm of looking at addresses stays as it is. */
  void settings(SwitchSettings now) {
    connector.boundNanos(now.connectBoundNanos());
    failures.keepNanos(now.negativeCacheNanos());
    rules(now.rules());
  }

  void rules(Rules now) {
    router.rules(now);
    listeners.refresh();
  }

  @Override
  public ConnectAttempt connect(InetSocketAddress remote, Binder binder, long timeoutNanos) {
    return connector.connect(remote, binder, timeoutNanos);
  }

  @Override
  public CompanionListener listen(InetSocketAddress local, int backlog, Runnable arrival) {
    return listeners.listen(local, backlog, arrival);
  }

  @Override
  public AwakeBudget newAwakeBudget() {
    return sessions.newAwakeBudget();
  }

  @Override
  public AutoCloseable listenWithout(InetSocketAddress local, Route route) {
    return listeners.without(local, route);
  }

  @Override
  public TrafficCounter countTcp(Route route, boolean accepted, @Nullable InetSocketAddress local,
      @Nullable InetSocketAddress remote) {
    if (!accepted && remote != null) {
      failures.reached(remote);
    }
    // The facade knows only that the peer came by TCP/IP; without a provider it could not but.
    boolean alone =
        accepted
            && route.reason() == RouteReason.PEER_HAS_NO_SWITCH
            && providers.active().isEmpty();
    return ledger.open(alone ? Route.tcp(RouteReason.NO_PROVIDER, "") : route, accepted);
  }

  @Override
  public void providersChanged() {
    List<StartedProvider> active;
    do {
      // Two threads may be here: the one that was overtaken does it again.
      active = providers.active();
      router.rebuild(active, providers.status(), host.get());
    } while (active != providers.active());
    listeners.refresh();
  }

  @Override
  public void providerLeaving(StartedProvider provider, EndReason reason) {
    int left = sessions.endAllOn(provider.port(), reason, END_SESSIONS_NANOS);
    if (left > 0) {
      System.getLogger(SwitchRuntime.class.getName())
        .log(Level.WARNING,
            "provider " + provider.name() + " has not closed the handles of " + left
                + " sessions within " + TimeUnit.NANOSECONDS.toSeconds(END_SESSIONS_NANOS) + " s");
    }
  }

  /** Ends everything, in bounded time (INI-7); what comes later is sent to TCP/IP. */
  void stop() {
    connector.stop();
    listeners.stop();
    providers.stop();
    control.stop();
  }

  /** {@return where a connection would be tried first now} */
  Route explain(InetSocketAddress remote) {
    return connector.isStopped()
        ? Route.tcp(RouteReason.SWITCH_STOPPED, "")
        : router.plan(remote).first();
  }
}
