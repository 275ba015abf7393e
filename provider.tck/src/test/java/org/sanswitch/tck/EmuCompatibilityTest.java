package org.sanswitch.tck;

import java.nio.file.Path;
import org.sanswitch.provider.emu.KitAdapter;
import org.sanswitch.provider.hal.HalProvider;
import org.sanswitch.spi.SanServiceProvider;

/** Emulated hardware keeps the rules: between two adapters and between two processes. */
public final class EmuCompatibilityTest extends AdapterCompatibility {

  private static final Path DIRECTORY = Path.of("/dev/shm");

  @Override
  public Adapters adapters() {
    return new Adapters(KitAdapter.make(DIRECTORY), KitAdapter.make(DIRECTORY));
  }

  @Override
  public SanServiceProvider unready() {
    return HalProvider.of(KitAdapter.make(Path.of("/nonexistent")));
  }
}
