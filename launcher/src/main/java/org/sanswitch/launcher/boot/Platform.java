package org.sanswitch.launcher.boot;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.SocketImpl;
import java.nio.channels.spi.SelectorProvider;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The JDK's own sockets, for what the switch does not serve. They are behind packages that the JDK
 * does not export; the agent opens them for itself only.
 *
 * @param selectorProvider makes the JDK's own channels
 * @param socketImpl makes a plain client socket
 * @param serverSocketImpl makes a listening socket
 * @param socksSocketImpl makes what {@code new Socket()} is by default: it honours a SOCKS proxy
 */
record Platform(
    SelectorProvider selectorProvider,
    Supplier<SocketImpl> socketImpl,
    Supplier<SocketImpl> serverSocketImpl,
    Supplier<SocketImpl> socksSocketImpl) {

  static Platform open(Instrumentation instrumentation) throws ReflectiveOperationException {
    Module base = Object.class.getModule();
    Set<Module> us = Set.of(Platform.class.getModule());
    instrumentation.redefineModule(base, Set.of(), Map.of("sun.nio.ch", us),
        Map.of("java.net", us, "java.lang", us, "jdk.internal.module", us), Set.of(), Map.of());

    SelectorProvider selectorProvider = (SelectorProvider) Class
      .forName("sun.nio.ch.DefaultSelectorProvider")
      .getMethod("get")
      .invoke(null);
    Method create = SocketImpl.class.getDeclaredMethod("createPlatformSocketImpl", boolean.class);
    create.setAccessible(true);
    Constructor<?> socks =
        Class.forName("java.net.SocksSocketImpl").getDeclaredConstructor(SocketImpl.class);
    socks.setAccessible(true);

    Supplier<SocketImpl> plain = () -> socket(() -> create.invoke(null, false));
    return new Platform(selectorProvider, plain, () -> socket(() -> create.invoke(null, true)),
        () -> socket(() -> socks.newInstance(plain.get())));
  }

  private static SocketImpl socket(ReflectiveCall call) {
    try {
      return (SocketImpl) call.make();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a socket of the JDK", e);
    }
  }

  private interface ReflectiveCall {
    Object make() throws ReflectiveOperationException;
  }
}
