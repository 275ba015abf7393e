package org.sanswitch.impl.provider;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.api.RouteReason;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.WsaException;

/**
 * The providers that are registered: starts those that come, ends those that leave (INI-1, INI-5,
 * INI-7).
 *
 * <p>Each start and each end runs apart, usually on a thread of its own, because it calls code of
 * others that may hang; the caller waits for it within a bound. One lock guards the entries; nothing of a
 * provider and no listener is called while it is held.
 */
public final class ProviderSet {

  private final Supplier<HostAddresses> host;
  private final ProviderStarter starter;
  private final ProviderListener listener;
  private final Bounds bounds;
  private final LongSupplier nanoTime;
  private final BoundedWork work;
  private final Object lock = new Object();

  /** Guard: lock. */
  private final Map<SanServiceProvider, ProviderEntry> entries = new LinkedHashMap<>();

  /** Guard: lock. */
  private boolean stopped;

  /** Guard: lock for writing; volatile for reading. The preferred one of each name that runs. */
  private volatile List<StartedProvider> active = List.of();

  /** Guard: lock. */
  private HostAddresses lastSeen;

  /**
   * How long a provider may take.
   *
   * @param startNanos WSPStartupEx, before the registration goes on without it
   * @param leaveNanos ending what runs over it and WSPCleanup, before it is given up
   */
  public record Bounds(long startNanos, long leaveNanos) {}

  /**
   * Makes an empty set.
   *
   * @param host gives the addresses of this host
   * @param nanoTime clock
   * @param bounds how long a provider may take
   * @param listener is told what happens
   * @param work calls the providers where they may hang
   */
  public ProviderSet(Supplier<HostAddresses> host, LongSupplier nanoTime, Bounds bounds,
      ProviderListener listener, BoundedWork work) {
    this.host = host;
    this.nanoTime = nanoTime;
    this.work = work;
    this.starter = new ProviderStarter(host, nanoTime);
    this.bounds = bounds;
    this.listener = listener;
    this.lastSeen = host.get();
  }

  /** {@return the providers that take connections, the preferred first; one of each name} */
  public List<StartedProvider> active() {
    return active;
  }

  /**
   * A provider is registered: starts it and waits within the bound. One that answers later runs
   * from then on.
   *
   * @param service the provider
   * @param properties its service properties
   */
  public void add(SanServiceProvider service, Map<String, ?> properties) {
    ProviderEntry entry = new ProviderEntry(service, properties);
    String problem = entry.nameProblem();
    synchronized (lock) {
      if (stopped) {
        return;
      }
      entries.put(service, entry);
      if (problem != null) {
        entry.fail(RouteReason.PROVIDER_FAILED, problem);
        publish();
      }
    }
    if (problem != null) {
      listener.providersChanged();
      return;
    }
    if (!work.run("sanswitch-start-" + entry.name, () -> start(entry),
        bounds.startNanos())) {
      synchronized (lock) {
        entry.late(TimeUnit.NANOSECONDS.toMillis(bounds.startNanos()));
        publish();
      }
      listener.providersChanged();
    }
  }

  /**
   * The service properties of a provider have changed; its ranking counts from now on.
   *
   * @param service the provider
   * @param properties its service properties
   */
  public void update(SanServiceProvider service, Map<String, ?> properties) {
    synchronized (lock) {
      ProviderEntry entry = entries.get(service);
      if (entry == null) {
        return;
      }
      entry.ranking(ProviderEntry.ranking(properties));
      publish();
    }
    listener.providersChanged();
  }

  /**
   * A provider leaves: ends what runs over it and calls WSPCleanup, within the bound.
   *
   * @param service the provider
   * @param reason why its sessions end
   */
  public void remove(SanServiceProvider service, EndReason reason) {
    ProviderEntry entry;
    synchronized (lock) {
      entry = entries.get(service);
      if (entry == null || !entry.become(RunState.LEAVING)) {
        return;
      }
      publish();
    }
    StartedProvider started = entry.started();
    if (started != null && !work.run("sanswitch-end-" + entry.name,
        () -> end(started, reason), bounds.leaveNanos())) {
      started.view().end();
      System.getLogger(ProviderSet.class.getName())
        .log(Level.WARNING,
            "provider " + entry.name + " has not ended within "
                + TimeUnit.NANOSECONDS.toMillis(bounds.leaveNanos()) + " ms and is given up");
    }
    synchronized (lock) {
      entry.become(RunState.GONE);
      entries.remove(service, entry);
      publish();
    }
    listener.providersChanged();
  }

  /** Ends all providers at once (INI-7); none is taken afterwards. */
  public void stop() {
    List<SanServiceProvider> all;
    synchronized (lock) {
      stopped = true;
      all = List.copyOf(entries.keySet());
    }
    List<CountDownLatch> ends = all.stream()
      .map(service -> work.start("sanswitch-stop",
          () -> remove(service, EndReason.SWITCH_STOPPED)))
      .toList();
    long deadline = nanoTime.getAsLong() + 2 * bounds.leaveNanos();
    ends.forEach(ended -> work.await(ended, deadline - nanoTime.getAsLong()));
  }

  /** {@return the status of all, the preferred first} */
  public List<ProviderStatus> status() {
    Map<StartedProvider, RegistrationCounts> counts = registrations();
    synchronized (lock) {
      Map<String, ProviderEntry> preferred = preferredByName();
      return entries.values()
        .stream()
        .sorted(ProviderEntry::preferred)
        .map(entry -> entry.status(preferred.get(entry.name), counts.get(entry.started())))
        .toList();
    }
  }

  /** Asks those that run, without the lock. */
  private Map<StartedProvider, RegistrationCounts> registrations() {
    Map<StartedProvider, RegistrationCounts> counts = new IdentityHashMap<>();
    for (StartedProvider provider : running()) {
      RegistrationCounts now = provider.registrations();
      if (now != null) {
        counts.put(provider, now);
      }
    }
    return counts;
  }

  private List<StartedProvider> running() {
    List<StartedProvider> running = new ArrayList<>();
    synchronized (lock) {
      for (ProviderEntry entry : entries.values()) {
        StartedProvider started = entry.started();
        if (started != null && entry.state() == RunState.RUNNING) {
          running.add(started);
        }
      }
    }
    return running;
  }

  /** Asks all providers for their addresses again if those of the host have changed (INI-6). */
  public void checkAddresses() {
    HostAddresses now = host.get();
    synchronized (lock) {
      if (now.equals(lastSeen)) {
        return;
      }
      lastSeen = now;
    }
    for (StartedProvider provider : running()) {
      askAgain(provider);
    }
    synchronized (lock) {
      publish();
    }
    listener.providersChanged();
  }

  private void askAgain(StartedProvider provider) {
    try {
      provider.addresses(starter.askAddresses(provider));
    } catch (WsaException e) {
      System.getLogger(ProviderSet.class.getName())
        .log(Level.WARNING,
            "provider " + provider.name() + " does not tell its addresses, the old ones stay", e);
    } catch (RuntimeException | Error e) {
      provider.view().breaches().add(Breach.THROWS, e);
    }
  }

  private void start(ProviderEntry entry) {
    StartedProvider started = null;
    try {
      started = starter.start(entry.name, entry.service);
    } catch (StartFailure e) {
      synchronized (lock) {
        entry.fail(e.reason(), e.detail());
        publish();
      }
    }
    if (started != null && !run(entry, started)) {
      ProviderStarter.cleanUp(started.port().table(), started.view());
    }
    listener.providersChanged();
  }

  private boolean run(ProviderEntry entry, StartedProvider started) {
    synchronized (lock) {
      boolean wanted = entry.run(started);
      publish();
      return wanted;
    }
  }

  private void end(StartedProvider provider, EndReason reason) {
    try {
      listener.providersChanged();
      provider.leave();
      listener.providerLeaving(provider, reason);
    } finally {
      ProviderStarter.cleanUp(provider.port().table(), provider.view());
    }
  }

  private Map<String, ProviderEntry> preferredByName() {
    Map<String, ProviderEntry> preferred = new LinkedHashMap<>();
    entries.values()
      .stream()
      .filter(entry -> entry.state() == RunState.RUNNING)
      .sorted(ProviderEntry::preferred)
      .forEach(entry -> preferred.putIfAbsent(entry.name, entry));
    return preferred;
  }

  /** Makes a new list also where nothing has changed, so that readers can tell that it was looked at. */
  private void publish() {
    List<StartedProvider> now = new ArrayList<>();
    for (ProviderEntry entry : preferredByName().values()) {
      StartedProvider started = entry.started();
      if (started != null) {
        now.add(started);
      }
    }
    active = Collections.unmodifiableList(now);
  }
}
