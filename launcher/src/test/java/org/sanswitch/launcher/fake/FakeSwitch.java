package org.sanswitch.launcher.fake;

import java.net.SocketImpl;
import java.net.SocketImplFactory;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Publishes what the switch publishes, made of the platform's services, and counts the calls. */
public final class FakeSwitch implements BundleActivator {

  private static final System.Logger LOG = System.getLogger("fake.switch");

  private final AtomicInteger clients = new AtomicInteger();
  private final AtomicInteger servers = new AtomicInteger();

  @Override
  public void start(BundleContext context) throws Exception {
    LOG.log(System.Logger.Level.INFO, "started");
    CountingProvider provider =
        new CountingProvider(platform(context, SelectorProvider.class, "true"));
    CountingAsynchronousProvider asynchronous = new CountingAsynchronousProvider(
        platform(context, AsynchronousChannelProvider.class, "true"));
    SocketImplFactory client =
        factory(platform(context, Supplier.class, "socksSocketImpl"), clients);
    SocketImplFactory server =
        factory(platform(context, Supplier.class, "serverSocketImpl"), servers);
    Supplier<List<String>> report = () -> List
      .of("fake: channels " + provider.calls + " clients " + clients + " servers " + servers
          + " asynchronous " + asynchronous.calls);

    context.registerService(SelectorProvider.class, provider, with("org.sanswitch.switch", true));
    context.registerService(AsynchronousChannelProvider.class, asynchronous,
        with("org.sanswitch.switch", true));
    context.registerService(SocketImplFactory.class, client,
        with("org.sanswitch.socket", "client"));
    context.registerService(SocketImplFactory.class, server,
        with("org.sanswitch.socket", "server"));
    context.registerService(Supplier.class, report, with("org.sanswitch.report", true));
  }

  @Override
  public void stop(BundleContext context) {
    LOG.log(System.Logger.Level.WARNING, "the fake switch is stopped");
  }

  private static SocketImplFactory factory(Supplier<?> platform, AtomicInteger counter) {
    return () -> {
      counter.incrementAndGet();
      return (SocketImpl) platform.get();
    };
  }

  private static <T> T platform(BundleContext context, Class<T> type, String kind)
      throws InvalidSyntaxException {
    ServiceReference<T> reference =
        context.getServiceReferences(type, "(org.sanswitch.platform=" + kind + ")")
          .iterator()
          .next();
    return context.getService(reference);
  }

  private static Hashtable<String, Object> with(String name, Object value) {
    return new Hashtable<>(Map.of(name, value));
  }
}
