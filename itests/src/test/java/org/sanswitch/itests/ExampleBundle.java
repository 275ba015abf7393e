package org.sanswitch.itests;

import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.provider.example.ExampleAdapter;

/**
 * The bundle of the example adapter, started and stopped by a test. It is written against
 * {@code org.sanswitch.hal} and nothing else: what runs over it depends on the contract alone, not on
 * what the emulated hardware happens to do.
 */
final class ExampleBundle {

  static final String ROUTE = ExampleAdapter.NAME + " SAN";

  private static final String INJECT_SIZE = "max.inject.size";

  private final BundleContext context;
  private final SanSwitch sanSwitch;
  private final Bundle bundle;

  ExampleBundle(BundleContext context, SanSwitch sanSwitch) {
    this.context = context;
    this.sanSwitch = sanSwitch;
    this.bundle = find(context);
  }

  private static Bundle find(BundleContext context) {
    String name = Bundles.symbolicName(Bundles.EXAMPLE);
    for (Bundle each : context.getBundles()) {
      if (name.equals(each.getSymbolicName())) {
        return each;
      }
    }
    throw new IllegalStateException(name + " is not installed");
  }

  /** Configures the bundle, and stops it if it is running. */
  void configure(int injectSize) throws Exception {
    stop();
    Configuration configuration =
        context.getService(context.getServiceReference(ConfigurationAdmin.class))
          .getConfiguration(ExampleAdapter.PID, null);
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(INJECT_SIZE, injectSize);
    configuration.update(properties);
  }

  /** Starts it; {@return the adapter, as the switch runs it} */
  ExampleAdapter start() throws Exception {
    bundle.start();
    Providers.awaitRunning(sanSwitch, ExampleAdapter.NAME);
    for (var each : context.getServiceReferences(SanAdapter.class, null)) {
      if (context.getService(each) instanceof ExampleAdapter adapter) {
        return adapter;
      }
    }
    throw new IllegalStateException("the bundle has no adapter");
  }

  /** Stops it; the switch knows it no longer then. */
  void stop() throws Exception {
    bundle.stop();
    Providers.awaitGone(sanSwitch, ExampleAdapter.NAME);
  }
}
