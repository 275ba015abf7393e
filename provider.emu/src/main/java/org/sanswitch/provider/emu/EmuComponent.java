package org.sanswitch.provider.emu;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.provider.emu.fault.FaultPlan;
import org.sanswitch.provider.emu.fault.FaultyAdapter;
import org.sanswitch.provider.emu.fault.ForwardingAdapter;
import org.sanswitch.settings.SettingsReader;

/** Emulated hardware as a service, with the settings and the faults that the operator wants. */
@Component(service = SanAdapter.class, configurationPid = EmuComponent.PID)
@Designate(ocd = EmuConfig.class)
public final class EmuComponent extends ForwardingAdapter {

  static final String PID = "org.sanswitch.provider.emu";

  /** Prefix of what is set on the command line. */
  static final String PREFIX = "sanswitch.emu.";

  private static final System.Logger LOG = System.getLogger(EmuComponent.class.getName());

  /**
   * Makes the component.
   *
   * @param context tells the version, and what is set on the command line
   * @param configuration what Configuration Admin has
   */
  @Activate
  public EmuComponent(
      BundleContext context,
      Map<String, Object> configuration) {
    super(make(context, configuration));
  }

  private static SanAdapter make(BundleContext context, Map<String, Object> configuration) {
    List<String> notes = new ArrayList<>();
    SettingsReader reader =
        new SettingsReader(PREFIX, configuration, context::getProperty, problem -> {
          LOG.log(Level.ERROR, problem);
          notes.add(problem);
        });
    FaultPlan faults = FaultPlan.read(reader);
    EmuSettings settings = EmuSettings.read(reader, faults.messageSize());
    reader.reportUnknown(System.getProperties().stringPropertyNames());
    if (faults.isOn()) {
      LOG.log(Level.WARNING, "{0}", faults);
      notes.add(faults.toString());
    }
    notes.addFirst(context.getBundle().getVersion().toString());
    EmuAdapter adapter = new EmuAdapter(settings, String.join("; ", notes));
    return faults.isOn() ? new FaultyAdapter(adapter, faults) : adapter;
  }

  @Override
  @Deactivate
  public void close() {
    super.close();
  }
}
