package org.sanswitch.launcher.embedded;

import java.net.SocketImpl;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * What the boot classes give: the agent's jar, and the JDK's own sockets for what the switch sends
 * by TCP/IP.
 *
 * @param agent the agent's jar
 * @param selectorProvider makes the JDK's own channels
 * @param asynchronousProvider makes the JDK's own asynchronous channels
 * @param sockets each makes the JDK's own sockets of the kind that is its key; there are none where
 *     those of the JVM are the JDK's own anyway
 */
record PlatformServices(
    Path agent,
    SelectorProvider selectorProvider,
    AsynchronousChannelProvider asynchronousProvider,
    Map<String, Supplier<SocketImpl>> sockets) {

  /** The property by which bundles find these services; its value is the kind. */
  private static final String PLATFORM = "org.sanswitch.platform";

  static PlatformServices of(Map<String, Object> given) {
    return new PlatformServices((Path) given(given, "agent"),
        (SelectorProvider) given(given, "selectorProvider"),
        (AsynchronousChannelProvider) given(given, "asynchronousProvider"), sockets(given));
  }

  void publish(BundleContext context) {
    context.registerService(SelectorProvider.class, selectorProvider,
        FrameworkUtil.asDictionary(Map.of(PLATFORM, true)));
    context.registerService(AsynchronousChannelProvider.class, asynchronousProvider,
        FrameworkUtil.asDictionary(Map.of(PLATFORM, true)));
    sockets.forEach((kind, supplier) -> context.registerService(Supplier.class, supplier,
        FrameworkUtil.asDictionary(Map.of(PLATFORM, kind))));
  }

  @SuppressWarnings("unchecked") // The boot classes are ours, too.
  private static Map<String, Supplier<SocketImpl>> sockets(Map<String, Object> given) {
    Map<String, Supplier<SocketImpl>> sockets = new HashMap<>();
    for (String kind : List.of("socketImpl", "serverSocketImpl", "socksSocketImpl")) {
      Object supplier = given.get(kind);
      if (supplier != null) {
        sockets.put(kind, (Supplier<SocketImpl>) supplier);
      }
    }
    return Map.copyOf(sockets);
  }

  private static Object given(Map<String, Object> given, String name) {
    return Objects.requireNonNull(given.get(name), name);
  }
}
