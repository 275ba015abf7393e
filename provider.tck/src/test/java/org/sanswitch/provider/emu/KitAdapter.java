package org.sanswitch.provider.emu;

import java.nio.file.Path;
import org.sanswitch.hal.SanAdapter;

/** Emulated hardware without OSGi, for the compatibility kit. */
public final class KitAdapter {

  private KitAdapter() {}

  /** {@return an adapter that is not open, with the settings that rule without a configuration} */
  public static SanAdapter make(Path directory) {
    return new EmuAdapter(EmuSettings.in(directory), "kit");
  }
}
