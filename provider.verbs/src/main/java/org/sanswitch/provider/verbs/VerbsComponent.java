package org.sanswitch.provider.verbs;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.settings.SettingsReader;

/**
 * Publishes an adapter for each RDMA device, and follows the devices as they come and go (INI-5).
 * Where there is none, one adapter says why.
 */
@Component(service = {}, immediate = true, configurationPid = VerbsComponent.PID)
@Designate(ocd = VerbsConfig.class)
public final class VerbsComponent {

  static final String PID = "org.sanswitch.provider.verbs";

  /** Prefix of what is set on the command line. */
  static final String PREFIX = "sanswitch.verbs.";

  /** Property of the service: the name of the adapter. */
  static final String NAME = "adapter.name";

  /** Real hardware is preferred to what is emulated. */
  private static final int RANKING = 100;

  private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(2);
  private static final System.Logger LOG = System.getLogger(VerbsComponent.class.getName());

  private final BundleContext context;
  private final VerbsSettings settings;
  private final String version;
  private final Devices devices;
  private final Thread watcher = new Thread(this::watch, "sanswitch-verbs-devices");

  /** Guard: this. */
  private final Map<Devices.Device, ServiceRegistration<SanAdapter>> published = new HashMap<>();
  /** Guard: this. */
  private @Nullable ServiceRegistration<SanAdapter> absent;
  /** Guard: this. */
  private boolean stopped;

  /**
   * Makes the component.
   *
   * @param context registers the adapters, and has what is set on the command line
   * @param configuration what Configuration Admin has
   */
  @Activate
  public VerbsComponent(BundleContext context, Map<String, Object> configuration) {
    this(context, configuration, new Devices(Devices.KERNEL));
  }

  /** Makes one that looks for devices elsewhere. */
  VerbsComponent(
      BundleContext context, Map<String, Object> configuration, Devices devices) {
    this.context = context;
    this.devices = devices;
    List<String> notes = new ArrayList<>();
    SettingsReader reader =
        new SettingsReader(PREFIX, configuration, context::getProperty, problem -> {
          LOG.log(Level.ERROR, problem);
          notes.add(problem);
        });
    this.settings = VerbsSettings.read(reader);
    reader.reportUnknown(System.getProperties().stringPropertyNames());
    notes.addFirst(context.getBundle().getVersion().toString());
    this.version = String.join("; ", notes);
    look();
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        look();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "cannot follow the RDMA devices", e);
      }
      goesOn = pause();
    }
  }

  private synchronized boolean pause() {
    try {
      if (!stopped) {
        wait(LOOK_MILLIS);
      }
      return !stopped;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Publishes what has come, and takes away what has gone. */
  private void look() {
    List<Devices.Device> found = devices.list();
    List<ServiceRegistration<SanAdapter>> leaving = new ArrayList<>();
    synchronized (this) {
      if (stopped) {
        return;
      }
      published.entrySet().removeIf(each -> {
        boolean gone = !found.contains(each.getKey());
        if (gone) {
          leaving.add(each.getValue());
        }
        return gone;
      });
      if (!found.isEmpty() && absent != null) {
        leaving.add(absent);
        absent = null;
      }
    }
    leaving.forEach(VerbsComponent::unregister);
    for (Devices.Device device : found) {
      if (isNew(device)) {
        publish(device, adapterOf(device.name()));
      }
    }
    if (found.isEmpty()) {
      publishAbsence();
    }
  }

  private synchronized boolean isNew(Devices.Device device) {
    return !stopped && !published.containsKey(device);
  }

  /** Asks the device how far it goes; one that cannot be asked says so when it is opened. */
  private VerbsAdapter adapterOf(String name) {
    Capabilities found = Capabilities.unknown(settings);
    try {
      RdmaLibraries libraries = libraries();
      DeviceProbe probe = new DeviceProbe(libraries.verbs(), settings);
      long device = probe.open(name);
      try {
        found = probe.capabilities(device);
      } finally {
        var _ = libraries.verbs().closeDevice(device);
      }
    } catch (AdapterException e) {
      LOG.log(Level.DEBUG, "the device " + name + " cannot be asked", e);
    }
    return new VerbsAdapter(
        adapterName(name), name, LocalAddresses.OF_INTERFACES, VerbsComponent::libraries, found,
        settings, version);
  }

  /**
   * The first device is simply {@code verbs}, as long as it is there; a rule for that name covers the
   * others too.
   */
  private synchronized String adapterName(String device) {
    boolean taken = published.values().stream().anyMatch(VerbsComponent::isNamedSimply);
    return taken ? VerbsAdapter.nameOf(device) : VerbsAdapter.NAME;
  }

  private static boolean isNamedSimply(ServiceRegistration<SanAdapter> registration) {
    return VerbsAdapter.NAME.equals(registration.getReference().getProperty(NAME));
  }

  private static RdmaLibraries libraries() throws AdapterException {
    Platform.check();
    return Libraries.link();
  }

  private void publish(Devices.Device device, SanAdapter adapter) {
    ServiceRegistration<SanAdapter> made = register(adapter);
    synchronized (this) {
      if (!stopped) {
        published.put(device, made);
        return;
      }
    }
    unregister(made);
  }

  private void publishAbsence() {
    synchronized (this) {
      if (stopped || absent != null) {
        return;
      }
    }
    ServiceRegistration<SanAdapter> made = register(new AbsentAdapter(devices, version));
    synchronized (this) {
      if (!stopped) {
        absent = made;
        return;
      }
    }
    unregister(made);
  }

  private ServiceRegistration<SanAdapter> register(SanAdapter adapter) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(Constants.SERVICE_RANKING, RANKING);
    properties.put(NAME, adapter.info().name());
    return context.registerService(SanAdapter.class, adapter, properties);
  }

  private static void unregister(ServiceRegistration<SanAdapter> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "the bundle was stopped before its component", e);
    }
  }

  /** Takes all adapters away; the hardware abstraction closes them. */
  @Deactivate
  public void stop() {
    List<ServiceRegistration<SanAdapter>> leaving;
    synchronized (this) {
      stopped = true;
      notifyAll();
      leaving = new ArrayList<>(published.values());
      if (absent != null) {
        leaving.add(absent);
      }
      published.clear();
    }
    leaving.forEach(VerbsComponent::unregister);
  }
}
