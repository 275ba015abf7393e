package org.sanswitch.provider.hal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.settings.SettingsReader;
import org.sanswitch.spi.SanServiceProvider;

/**
 * Registers a {@link SanServiceProvider} for every {@link SanAdapter}, also for one that cannot be
 * opened, so that its reason shows; and takes it away again when the adapter leaves.
 */
@Component(service = {}, immediate = true, configurationPid = "org.sanswitch.provider.hal")
@Designate(ocd = HalConfig.class)
public final class AdapterBinder {

  /** Prefix of what is set on the command line. */
  static final String PREFIX = "sanswitch.hal.";

  private static final Logger LOGGER = System.getLogger(AdapterBinder.class.getName());

  /** What was made of an adapter. */
  private record Made(
      HalProvider provider, ServiceRegistration<SanServiceProvider> registration) {}

  private final BundleContext context;
  private final Limits limits;

  /** What is wrong with the settings; shown behind the version of each provider. */
  private final String notes;

  /** Guard: itself. */
  private final IdentityHashMap<SanAdapter, Made> providers = new IdentityHashMap<>();

  /**
   * Makes the component.
   *
   * @param context registers the providers, and has what is set on the command line
   * @param configuration what Configuration Admin has
   */
  @Activate
  public AdapterBinder(BundleContext context, Map<String, Object> configuration) {
    this.context = context;
    List<String> problems = new ArrayList<>();
    SettingsReader reader =
        new SettingsReader(PREFIX, configuration, context::getProperty, problem -> {
          LOGGER.log(Level.ERROR, problem);
          problems.add("; " + problem);
        });
    this.limits = Limits.read(reader);
    reader.reportUnknown(System.getProperties().stringPropertyNames());
    this.notes = String.join("", problems);
  }

  /**
   * An adapter has come.
   *
   * @param adapter the adapter
   * @param properties its service properties
   */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, updated = "updatedAdapter")
  void addAdapter(SanAdapter adapter, Map<String, Object> properties) {
    HalProvider provider = new HalProvider(adapter, limits);
    ServiceRegistration<SanServiceProvider> registration =
        context.registerService(SanServiceProvider.class, provider,
            FrameworkUtil.asDictionary(propertiesOf(adapter, properties)));
    synchronized (providers) {
      providers.put(adapter, new Made(provider, registration));
    }
    LOGGER.log(Level.DEBUG, "{0} is a SAN service provider now", adapter.info().name());
  }

  /**
   * The properties of an adapter have changed: the provider's follow.
   *
   * @param adapter the adapter
   * @param properties its service properties
   */
  void updatedAdapter(SanAdapter adapter, Map<String, Object> properties) {
    Made made;
    synchronized (providers) {
      made = providers.get(adapter);
    }
    if (made != null) {
      made.registration.setProperties(
          FrameworkUtil.asDictionary(propertiesOf(adapter, properties)));
    }
  }

  /**
   * An adapter leaves. The switch ends its sessions inside the unregistration; what it has not ended
   * is ended afterwards.
   *
   * @param adapter the adapter
   */
  void removeAdapter(SanAdapter adapter) {
    Made made;
    synchronized (providers) {
      made = providers.remove(adapter);
    }
    if (made == null) {
      return;
    }
    try {
      made.registration.unregister();
    } catch (IllegalStateException e) {
      LOGGER.log(Level.DEBUG, "the bundle was stopped before its component", e);
    } finally {
      made.provider.leave();
    }
  }

  private Map<String, Object> propertiesOf(
      SanAdapter adapter, Map<String, Object> properties) {
    Map<String, Object> result = new HashMap<>();
    result.put(SanServiceProvider.NAME, adapter.info().name());
    result.put(SanServiceProvider.VERSION, adapter.info().version() + notes);
    @Nullable
    Object ranking = properties.get(Constants.SERVICE_RANKING);
    if (ranking instanceof Integer) {
      result.put(Constants.SERVICE_RANKING, ranking);
    }
    return result;
  }
}
