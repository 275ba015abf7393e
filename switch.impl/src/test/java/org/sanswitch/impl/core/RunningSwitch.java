package org.sanswitch.impl.core;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.sanswitch.api.ConnectionStatus;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.provider.Hosts;
import org.sanswitch.impl.session.SessionSettings;
import org.sanswitch.impl.session.SessionTable;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.spi.SanServiceProvider;

/** The whole switch as it runs in a framework, with real sessions and times, without one. */
public final class RunningSwitch implements AutoCloseable {

  private static final Map<InetAddress, Integer> LOOPBACK = Map.of(Hosts.LOCAL, 8);

  private final SessionTable sessions;
  private final SwitchRuntime runtime;

  /**
   * Starts a switch without providers.
   *
   * @param settings sizes and times of sessions
   * @param connectBoundMillis how long the SAN part of a connect may take
   */
  public RunningSwitch(SessionSettings settings, int connectBoundMillis) {
    SwitchSettings defaults = SwitchSettings.DEFAULT;
    sessions = new SessionTable(settings);
    runtime = new SwitchRuntime(
        new SwitchSettings(defaults.rules(), connectBoundMillis, 1, 600_000, 30_000, 50), sessions,
        () -> new HostAddresses(LOOPBACK), System::nanoTime);
  }

  /** {@return what the facades need} */
  public SwitchCore core() {
    return runtime;
  }

  /** {@return the live sessions} */
  public List<ConnectionStatus> sessions() {
    return sessions.status();
  }

  /** Registers a provider. */
  public void add(SanServiceProvider provider, Map<String, ?> properties) {
    runtime.addProvider(provider, properties);
  }

  /** Unregisters a provider. */
  public void remove(SanServiceProvider provider) {
    runtime.removeProvider(provider);
  }

  /** Stops it, as its bundle does. */
  @Override
  public void close() {
    runtime.stop();
    sessions.close();
  }
}
