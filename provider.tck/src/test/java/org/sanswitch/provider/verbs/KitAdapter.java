package org.sanswitch.provider.verbs;

import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.SanAdapter;

/** RDMA hardware without OSGi, for the compatibility kit. */
public final class KitAdapter {

  private static final VerbsSettings SETTINGS = VerbsSettings.DEFAULT;

  private KitAdapter() {}

  /**
   * {@return an adapter of the first device, not open}
   *
   * @throws AdapterException if the device cannot be used
   */
  public static SanAdapter make() throws AdapterException {
    String device = new Devices(Devices.KERNEL).list().getFirst().name();
    DeviceProbe probe = new DeviceProbe(Libraries.link().verbs(), SETTINGS);
    long context = probe.open(device);
    try {
      return new VerbsAdapter(
          VerbsAdapter.NAME, device, LocalAddresses.OF_INTERFACES, Libraries::link,
          probe.capabilities(context), SETTINGS, "kit");
    } finally {
      var _ = Libraries.link().verbs().closeDevice(context);
    }
  }

  /** {@return an adapter that has no device} */
  public static SanAdapter absent() {
    return new AbsentAdapter(new Devices(java.nio.file.Path.of("/nonexistent")), "kit");
  }
}
