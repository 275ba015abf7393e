package org.sanswitch.itests;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.SanSwitch;
import plain.Net;

/** What the switch says of its providers. */
final class Providers {

  /** The name of the provider that the emulated hardware becomes. */
  static final String EMU = "emu";

  private static final InetSocketAddress SOMEWHERE = new InetSocketAddress(Net.loopback(), 9);

  private Providers() {}

  static Optional<ProviderStatus> find(SanSwitch sanSwitch, String name) {
    return sanSwitch.providers().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  static ProviderStatus awaitState(
      SanSwitch sanSwitch, String name, ProviderStatus.State state) throws Exception {
    return Await.value("provider " + name + " is " + state, () -> find(sanSwitch, name),
        found -> found.isPresent() && found.get().state() == state)
      .orElseThrow();
  }

  /** Waits until it runs and connections are led to it, which another thread sees to afterwards. */
  static ProviderStatus awaitRunning(SanSwitch sanSwitch, String name) throws Exception {
    ProviderStatus status = awaitState(sanSwitch, name, ProviderStatus.State.RUNNING);
    Await.until("a provider is used", () -> sanSwitch.explain(SOMEWHERE).isSan());
    return status;
  }

  static void awaitGone(SanSwitch sanSwitch, String name) throws Exception {
    Await.value("provider " + name + " is gone", () -> find(sanSwitch, name), Optional::isEmpty);
  }
}
