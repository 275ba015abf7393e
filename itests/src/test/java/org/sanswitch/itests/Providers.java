package org.sanswitch.itests;

import java.util.Optional;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.SanSwitch;

/** What the switch says of its providers. */
final class Providers {

  /** The name of the provider that the emulated hardware becomes. */
  static final String EMU = "emu";

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

  static ProviderStatus awaitRunning(SanSwitch sanSwitch, String name) throws Exception {
    return awaitState(sanSwitch, name, ProviderStatus.State.RUNNING);
  }

  static void awaitGone(SanSwitch sanSwitch, String name) throws Exception {
    Await.value("provider " + name + " is gone", () -> find(sanSwitch, name), Optional::isEmpty);
  }
}
