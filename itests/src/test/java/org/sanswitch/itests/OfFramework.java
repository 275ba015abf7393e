package org.sanswitch.itests;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.itests.Held.Thing;

/** What the framework and the switch in it know. */
final class OfFramework {

  /** The metatype service registers one in the name of a bundle that is first configured. */
  private static final String OF_THE_PLATFORM = "[org.osgi.service.cm.ManagedService";

  private OfFramework() {}

  static void collect(BiConsumer<String, Thing> to) throws InvalidSyntaxException {
    BundleContext context = FrameworkUtil.getBundle(OfFramework.class).getBundleContext();
    ServiceReference<?>[] all = context.getAllServiceReferences(null, null);
    for (ServiceReference<?> each : all == null ? new ServiceReference<?>[0] : all) {
      String types = Arrays.toString((String[]) each.getProperty(Constants.OBJECTCLASS));
      if (!types.startsWith(OF_THE_PLATFORM)) {
        to.accept("service " + types, new Thing(
            String.valueOf(each.getProperty(Constants.SERVICE_ID)),
            types + " of " + each.getBundle()));
      }
    }
    ServiceReference<SanSwitch> reference = context.getServiceReference(SanSwitch.class);
    SanSwitch running = reference == null ? null : context.getService(reference);
    if (running != null) {
      running.connections()
        .forEach(c -> to.accept("connection", new Thing(Long.toString(c.id()), c.toString())));
      running.listeners()
        .forEach(l -> to.accept("listener", new Thing(l.local().toString(), l.toString())));
      running.providers().forEach(p -> collectHandles(p, to));
      context.ungetService(reference);
    }
  }

  private static void collectHandles(ProviderStatus provider, BiConsumer<String, Thing> to) {
    for (int i = 0; i < provider.handles(); i++) {
      to.accept("handle", new Thing(provider.name() + ' ' + i, provider.toString()));
    }
  }
}
