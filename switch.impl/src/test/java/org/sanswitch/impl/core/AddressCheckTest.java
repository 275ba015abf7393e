package org.sanswitch.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.impl.provider.BoundedWork;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.provider.Hosts;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.rules.Rules;

class AddressCheckTest {

  /** Control work in the calling thread; what is to be done again and again waits for the test. */
  private static final class Timers implements ControlWork {
    final List<Runnable> periodic = new ArrayList<>();
    final List<Long> periods = new ArrayList<>();

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void later(Runnable task, long delayMillis) {
      throw new UnsupportedOperationException("nothing connects");
    }

    @Override
    public void every(Runnable task, long periodMillis) {
      periodic.add(task);
      periods.add(periodMillis);
    }

    @Override
    public void stop() {}
  }

  private final Timers timers = new Timers();
  private HostAddresses host = Hosts.HOST;
  private final SwitchRuntime runtime = new SwitchRuntime(settings(SwitchSettings.DEFAULT),
      new FakeSessions(), () -> host, System::nanoTime, timers, BoundedWork.THREADS);

  @Rules("INI-6")
  @Test
  void newAddressesOfTheHostAreNoticedAndEveryProviderIsAskedAgain() {
    assertEquals(List.of(3000L), timers.periods);
    ScriptedProvider provider = new ScriptedProvider();
    runtime.addProvider(provider, ScriptedProvider.properties("a", 0, 1));
    int asked = asked(provider);
    timers.periodic.forEach(Runnable::run);
    assertEquals(asked, asked(provider));
    host = new HostAddresses(Map.of(Hosts.LAN, 16));
    provider.addresses = List.of(ServedAddress.host(Hosts.LAN));
    timers.periodic.forEach(Runnable::run);
    assertEquals(asked + 1, asked(provider));
    assertEquals(Route.san("a"), runtime.explain(SwitchFixture.to(Hosts.LAN)));
    assertEquals(RouteReason.NOT_IN_SUBNET,
        runtime.explain(SwitchFixture.to(Hosts.LOCAL)).reason());
    runtime.stop();
  }

  /** The usual ones, with time enough for a provider to start on a slow machine. */
  private static SwitchSettings settings(SwitchSettings usual) {
    return new SwitchSettings(usual.rules(), usual.connectBoundMillis(),
        usual.negativeCacheMillis(), usual.addressPollMillis(), 30_000, usual.spinMicros());
  }

  private static int asked(ScriptedProvider provider) {
    return Collections.frequency(provider.calls, "SIO_ADDRESS_LIST_QUERY");
  }
}
