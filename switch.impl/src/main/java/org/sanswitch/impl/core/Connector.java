package org.sanswitch.impl.core;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.OrderedSet;
import org.sanswitch.impl.routing.Plan;
import org.sanswitch.impl.routing.Router;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.SwitchCore;

/**
 * Starts connection attempts and looks after those that nobody awaits: one timer for all of them,
 * which runs only while there are any.
 */
final class Connector {

  /** As long as TCP on this platform tries (six repetitions of SYN). */
  private static final long MAX_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(127);

  private final ConnectContext context;
  private final Router router;
  private final Consumer<Runnable> later;
  private final OrderedSet<SanConnect> live = new OrderedSet<>();
  private final AtomicBoolean ticking = new AtomicBoolean();

  /** Guard: volatile. */
  private volatile long boundNanos;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean stopped;

  /**
   * Makes a connector.
   *
   * @param later runs something after a short while, once
   * @param boundNanos how long the SAN may take
   */
  Connector(ConnectContext context, Router router, Consumer<Runnable> later, long boundNanos) {
    this.context = context;
    this.router = router;
    this.later = later;
    this.boundNanos = boundNanos;
  }

  void boundNanos(long nanos) {
    boundNanos = nanos;
  }

  ConnectAttempt connect(InetSocketAddress remote, SwitchCore.Binder binder, long timeoutNanos) {
    if (stopped) {
      return stoppedAttempt();
    }
    Plan plan = router.plan(remote);
    if (plan.candidates().isEmpty()) {
      return new EndedAttempt(new ConnectAttempt.UseTcp(plan.otherwise()));
    }
    long timeout = Math.clamp(timeoutNanos, 1, MAX_TIMEOUT_NANOS);
    // At least half of the time is left for TCP/IP.
    long bound = Math.min(boundNanos, timeout / 2);
    SanConnect attempt = new SanConnect(context,
        signal -> new ConnectSteps(context, remote, plan.candidates(), binder, bound, timeout,
            signal),
        live::remove);
    live.add(attempt);
    attempt.start();
    if (stopped) {
      attempt.stop(stoppedRoute());
    } else if (!live.isEmpty()) {
      tickLater();
    }
    return attempt;
  }

  /** Ends all attempts; later ones are sent to TCP/IP. */
  void stop() {
    stopped = true;
    for (SanConnect attempt : live.copy()) {
      attempt.stop(stoppedRoute());
    }
  }

  boolean isStopped() {
    return stopped;
  }

  private void tickLater() {
    if (ticking.compareAndSet(false, true)) {
      later.accept(this::tick);
    }
  }

  private void tick() {
    ticking.set(false);
    live.copy().forEach(SanConnect::signalIfDue);
    if (!live.isEmpty() && !stopped) {
      tickLater();
    }
  }

  private static ConnectAttempt stoppedAttempt() {
    return new EndedAttempt(new ConnectAttempt.UseTcp(stoppedRoute()));
  }

  private static Route stoppedRoute() {
    return Route.tcp(RouteReason.SWITCH_STOPPED, "");
  }
}
