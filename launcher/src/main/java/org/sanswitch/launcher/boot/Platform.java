package org.sanswitch.launcher.boot;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.SocketImpl;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own sockets, for what the switch does not serve. They are behind packages that the JDK
 * does not export; the agent opens them for itself only.
 *
 * @param selectorProvider makes the JDK's own channels
 * @param asynchronousProvider makes the JDK's own asynchronous channels
 * @param sockets makes the JDK's own sockets; null where {@code java.net} is left alone
 */
record Platform(
    SelectorProvider selectorProvider,
    AsynchronousChannelProvider asynchronousProvider,
    @Nullable Sockets sockets) {

  /**
   * The JDK's own sockets.
   *
   * @param socketImpl makes a plain client socket
   * @param serverSocketImpl makes a listening socket
   * @param socksSocketImpl makes what {@code new Socket()} is by default: it honours a SOCKS proxy
   */
  record Sockets(
      Supplier<SocketImpl> socketImpl,
      Supplier<SocketImpl> serverSocketImpl,
      Supplier<SocketImpl> socksSocketImpl) {}

  private static final String CHANNELS = "sun.nio.ch";

  /**
   * Opens them where there is no agent.
   *
   * @throws IllegalStateException if the command line does not export what is needed
   */
  static Platform withoutAgent() throws ReflectiveOperationException {
    Module us = Platform.class.getModule();
    if (!Object.class.getModule().isExported(CHANNELS, us)) {
      throw new IllegalStateException("the switch as a provider of channels without the agent needs"
          + " --add-exports java.base/" + CHANNELS + "="
          + (us.isNamed() ? us.getName() : "ALL-UNNAMED") + " on the command line");
    }
    return new Platform(channels(), asynchronousChannels(), null);
  }

  private static SelectorProvider channels() throws ReflectiveOperationException {
    return (SelectorProvider) Class.forName(CHANNELS + ".DefaultSelectorProvider")
      .getMethod("get")
      .invoke(null);
  }

  private static AsynchronousChannelProvider asynchronousChannels()
      throws ReflectiveOperationException {
    return (AsynchronousChannelProvider) Class
      .forName(CHANNELS + ".DefaultAsynchronousChannelProvider")
      .getMethod("create")
      .invoke(null);
  }

  static Platform open(Instrumentation instrumentation) throws ReflectiveOperationException {
    Module base = Object.class.getModule();
    Set<Module> us = Set.of(Platform.class.getModule());
    instrumentation.redefineModule(base, Set.of(), Map.of(CHANNELS, us),
        Map.of("java.net", us, "java.lang", us, "jdk.internal.module", us), Set.of(), Map.of());

    Method create = SocketImpl.class.getDeclaredMethod("createPlatformSocketImpl", boolean.class);
    create.setAccessible(true);
    Constructor<?> socks =
        Class.forName("java.net.SocksSocketImpl").getDeclaredConstructor(SocketImpl.class);
    socks.setAccessible(true);

    Supplier<SocketImpl> plain = () -> socket(() -> create.invoke(null, false));
    return new Platform(channels(), asynchronousChannels(),
        new Sockets(plain, () -> socket(() -> create.invoke(null, true)),
            () -> socket(() -> socks.newInstance(plain.get()))));
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
