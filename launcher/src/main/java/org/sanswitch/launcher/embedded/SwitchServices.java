package org.sanswitch.launcher.embedded;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Follows the services of the switch and hands each out under the name the boot classes use. */
final class SwitchServices {

  private static final String[][] FILTERS = {
      {"SELECTOR_PROVIDER",
          "(&(objectClass=java.nio.channels.spi.SelectorProvider)(org.sanswitch.switch=true))"},
      {"ASYNCHRONOUS_PROVIDER",
          "(&(objectClass=java.nio.channels.spi.AsynchronousChannelProvider)"
              + "(org.sanswitch.switch=true))"},
      {"CLIENT_SOCKET",
          "(&(objectClass=java.net.SocketImplFactory)(org.sanswitch.socket=client))"},
      {"SERVER_SOCKET",
          "(&(objectClass=java.net.SocketImplFactory)(org.sanswitch.socket=server))"},
      {"REPORT", "(&(objectClass=java.util.function.Supplier)(org.sanswitch.report=true))"}};

  private SwitchServices() {}

  static void follow(BundleContext context, BiConsumer<String, @Nullable Object> taken) {
    for (String[] nameAndFilter : FILTERS) {
      try {
        Filter filter = context.createFilter(nameAndFilter[1]);
        new Best(context, filter, service -> taken.accept(nameAndFilter[0], service)).open();
      } catch (InvalidSyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  /** Hands out the best service of one kind, again whenever another one is the best. */
  private static final class Best extends ServiceTracker<Object, Object> {
    private final Consumer<@Nullable Object> taken;

    Best(BundleContext context, Filter filter, Consumer<@Nullable Object> taken) {
      super(context, filter, null);
      this.taken = taken;
    }

    @Override
    public @Nullable Object addingService(ServiceReference<Object> reference) {
      Object service = super.addingService(reference);
      ServiceReference<Object> best = getServiceReference();
      if (service != null && (best == null || reference.compareTo(best) > 0)) {
        taken.accept(service);
      }
      return service;
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Object service) {
      taken.accept(getService());
      super.removedService(reference, service);
    }
  }
}
