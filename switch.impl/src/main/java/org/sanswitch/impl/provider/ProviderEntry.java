package org.sanswitch.impl.provider;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.api.RouteReason;
import org.sanswitch.spi.SanServiceProvider;

/** One registration of a provider. Guard of all mutable fields: the lock of {@link ProviderSet}. */
final class ProviderEntry {

  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,64}");

  final SanServiceProvider service;
  final long serviceId;
  final String name;
  final String version;

  private int ranking;
  private RunState state = RunState.STARTING;
  private RouteReason reason = RouteReason.PROVIDER_TIMED_OUT;
  private String detail = "WSPStartupEx has not returned yet";
  private @Nullable StartedProvider started;

  ProviderEntry(SanServiceProvider service, Map<String, ?> properties) {
    this.service = service;
    this.serviceId = properties.get("service.id") instanceof Long id ? id : -1;
    this.name = properties.get(SanServiceProvider.NAME) instanceof String text ? text : "";
    this.version = properties.get(SanServiceProvider.VERSION) instanceof Object any
        ? any.toString()
        : "";
    this.ranking = ranking(properties);
  }

  static int ranking(Map<String, ?> properties) {
    return properties.get("service.ranking") instanceof Integer number ? number : 0;
  }

  /** {@return what is wrong with the name, or null} */
  @Nullable
  String nameProblem() {
    if (name.isEmpty()) {
      return "service property " + SanServiceProvider.NAME + " is missing";
    }
    return NAME.matcher(name).matches()
        ? null
        : "service property " + SanServiceProvider.NAME + " is not 1 to 64 characters of a-z0-9.-"
            + ", it has " + name.length() + " characters";
  }

  int ranking() {
    return ranking;
  }

  void ranking(int now) {
    ranking = now;
  }

  RunState state() {
    return state;
  }

  @Nullable
  StartedProvider started() {
    return started;
  }

  boolean run(StartedProvider provider) {
    if (!become(RunState.RUNNING)) {
      return false;
    }
    started = provider;
    return true;
  }

  boolean fail(RouteReason why, String what) {
    if (!become(RunState.FAILED)) {
      return false;
    }
    reason = why;
    detail = what;
    return true;
  }

  void late(long boundMillis) {
    detail = "WSPStartupEx has not returned within " + boundMillis + " ms";
  }

  boolean become(RunState to) {
    if (!state.canBecome(to)) {
      return false;
    }
    state = to;
    return true;
  }

  /** The higher ranking is preferred, then the newer registration. */
  static int preferred(ProviderEntry a, ProviderEntry b) {
    int byRanking = Integer.compare(b.ranking, a.ranking);
    return byRanking != 0 ? byRanking : Long.compare(b.serviceId, a.serviceId);
  }

  /**
   * {@return its status}
   *
   * @param preferred who is preferred among those of this name that run, or null if none runs
   * @param registrations what its registration cache holds and has done, or null
   */
  ProviderStatus status(@Nullable ProviderEntry preferred,
      @Nullable RegistrationCounts registrations) {
    StartedProvider provider = started;
    if (provider == null) {
      return new ProviderStatus(name, version, ranking, state == RunState.LEAVING
          ? ProviderStatus.State.LEAVING
          : ProviderStatus.State.NOT_READY, reason, detail, List.of(), 0, 0);
    }
    if (state == RunState.LEAVING) {
      return status(provider, ProviderStatus.State.LEAVING, RouteReason.PROVIDER_GONE, "",
          registrations);
    }
    if (preferred != null && preferred != this) {
      return status(provider, ProviderStatus.State.NOT_READY, RouteReason.PROVIDER_FAILED,
          "the name is taken: service " + preferred.serviceId + " with ranking "
              + preferred.ranking + " is preferred to service " + serviceId + " with ranking "
              + ranking,
          registrations);
    }
    return status(provider, ProviderStatus.State.RUNNING, RouteReason.SAN,
        provider.addresses().isEmpty() ? "it serves no address" : "", registrations);
  }

  private ProviderStatus status(StartedProvider provider, ProviderStatus.State shown,
      RouteReason why, String what, @Nullable RegistrationCounts registrations) {
    return new ProviderStatus(name, version, ranking, shown, why, what, provider.addresses(),
        provider.sessions(), provider.handles(), registrations, provider.memory());
  }
}
