package org.sanswitch.impl.core;

import java.util.Map;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.session.SessionSettings;
import org.sanswitch.impl.session.SessionTable;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.spi.SanServiceProvider;

/** Lets the loops have the whole switch with its usual settings, without OSGi. */
public final class LoopSwitch implements AutoCloseable {

  private final SessionTable sessions = new SessionTable(SessionSettings.DEFAULTS);
  private final SwitchRuntime runtime = new SwitchRuntime(SwitchSettings.DEFAULT, sessions,
      HostAddresses::now, System::nanoTime);

  /**
   * Starts a switch with one provider.
   *
   * @param name of the provider
   */
  public LoopSwitch(String name, SanServiceProvider provider) {
    runtime.addProvider(provider,
        Map.of(SanServiceProvider.NAME, name, SanServiceProvider.VERSION, "1", "service.id", 1L));
  }

  /** {@return what the facades need} */
  public SwitchCore core() {
    return runtime;
  }

  @Override
  public void close() {
    runtime.stop();
    sessions.close();
  }
}
