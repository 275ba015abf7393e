package org.sanswitch.provider.emu;

import java.nio.file.Path;
import org.sanswitch.hal.SanAdapter;

/** Lets the loops make emulated hardware without OSGi. */
public final class LoopAdapter {

  private LoopAdapter() {}

  /** {@return an adapter with its usual settings} */
  public static SanAdapter in(Path directory) {
    return new EmuAdapter(EmuSettings.in(directory), "loop");
  }
}
