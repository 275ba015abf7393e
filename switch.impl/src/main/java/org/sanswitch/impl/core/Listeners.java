package org.sanswitch.impl.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.sanswitch.api.ListenerStatus;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.OrderedSet;
import org.sanswitch.impl.provider.StartedProvider;
import org.sanswitch.impl.routing.Router;
import org.sanswitch.impl.session.CompanionListener;

/** All listening sockets of this process. */
final class Listeners {

  private final ConnectContext context;
  private final Router router;
  private final Supplier<List<StartedProvider>> providers;
  private final OrderedSet<Entry> live = new OrderedSet<>();

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean stopped;

  /** A listening socket, with companions or without. */
  interface Entry {

    /** Brings the companions in step with providers and rules. */
    void refresh();

    /** Closes the companions, if it has any. */
    void close();

    /** {@return where it listens, and why not} */
    ListenerStatus status();
  }

  Listeners(ConnectContext context, Router router, Supplier<List<StartedProvider>> providers) {
    this.context = context;
    this.router = router;
    this.providers = providers;
  }

  CompanionListener listen(InetSocketAddress local, int backlog, Runnable arrival) {
    CompanionSet companions = new CompanionSet(context, router, providers, local,
        Math.max(1, backlog), arrival, live::remove);
    live.add(companions);
    if (stopped) {
      companions.close();
    } else {
      companions.refresh();
    }
    return companions;
  }

  AutoCloseable without(InetSocketAddress local, Route route) {
    ListenerStatus status = new ListenerStatus(local, List.of(), List.of(route.reason().text()
        + (route.detail().isEmpty() ? "" : ": " + route.detail())));
    Entry entry = new PlainEntry(status);
    live.add(entry);
    return () -> live.remove(entry);
  }

  /** Providers or rules have changed. */
  void refresh() {
    live.copy().forEach(Entry::refresh);
  }

  /** Closes all companions; later listeners get none. */
  void stop() {
    stopped = true;
    live.copy().forEach(Entry::close);
  }

  /** {@return the status of all, with the reasons of providers that do not run} */
  List<ListenerStatus> status(List<ProviderStatus> providersNow) {
    List<String> down = providersNow.stream()
      .filter(provider -> provider.state() != ProviderStatus.State.RUNNING)
      .map(provider -> provider.name() + ": " + provider.reason().text())
      .toList();
    return live.copy()
      .stream()
      .map(entry -> entry instanceof PlainEntry
          ? entry.status()
          : complete(entry.status(), down, providersNow.isEmpty()))
      .sorted(Comparator.comparing(status -> status.local().toString()))
      .toList();
  }

  private static ListenerStatus complete(ListenerStatus status, List<String> down, boolean none) {
    List<String> reasons = new ArrayList<>(status.reasons());
    reasons.addAll(down);
    if (none) {
      reasons.add(RouteReason.NO_PROVIDER.text());
    }
    return new ListenerStatus(status.local(), status.companions(), reasons);
  }

  /** A listening socket that has no companions for a reason of its own. */
  private static final class PlainEntry implements Entry {

    private final ListenerStatus status;

    PlainEntry(ListenerStatus status) {
      this.status = status;
    }

    @Override
    public void refresh() {}

    @Override
    public void close() {}

    @Override
    public ListenerStatus status() {
      return status;
    }
  }
}
