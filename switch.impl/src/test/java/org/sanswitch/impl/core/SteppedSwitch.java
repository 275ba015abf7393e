package org.sanswitch.impl.core;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sanswitch.api.RouteCount;
import org.sanswitch.impl.provider.BoundedWork;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.session.Sessions;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.spi.SanServiceProvider;

/** A whole switch whose work, waits and clock are made by somebody else: for simulations. */
public final class SteppedSwitch {

  private final SwitchRuntime runtime;

  /**
   * Starts a switch without providers.
   *
   * @param sessions makes sessions
   * @param host gives the addresses of its host
   * @param nanoTime clock
   * @param control does its control work
   * @param bounded calls what may hang
   */
  public SteppedSwitch(Sessions sessions, Supplier<HostAddresses> host, LongSupplier nanoTime,
      ControlWork control, BoundedWork bounded) {
    runtime =
        new SwitchRuntime(SwitchSettings.DEFAULT, sessions, host, nanoTime, control, bounded);
  }

  /** {@return what the facades need of it} */
  public SwitchCore core() {
    return runtime;
  }

  /** A provider is registered. */
  public void addProvider(SanServiceProvider provider, Map<String, ?> properties) {
    runtime.addProvider(provider, properties);
  }

  /** A provider is unregistered. */
  public void removeProvider(SanServiceProvider provider) {
    runtime.removeProvider(provider);
  }

  /** {@return whether a provider takes connections} */
  public boolean hasProvider() {
    return !runtime.providers().active().isEmpty();
  }

  /** {@return what went by which route} */
  public List<RouteCount> counts() {
    return runtime.ledger().counts();
  }

  /** Ends everything. */
  public void stop() {
    runtime.stop();
  }
}
