package org.sanswitch.impl.core;

import java.net.SocketImpl;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.sanswitch.impl.channels.PlatformSockets;

/**
 * The JDK's own sockets. The agent publishes them before bundles start, because in its JVM the
 * ordinary ways lead to the switch; without an agent the ordinary ways are taken.
 */
@Component(service = PlatformServices.class)
public final class PlatformServices {

  private final @Nullable SelectorProvider channels;
  private final @Nullable AsynchronousChannelProvider asynchronous;
  private final PlatformSockets sockets;

  /**
   * Takes what the agent has published.
   *
   * @param channels makes channels
   * @param asynchronous makes asynchronous channels
   * @param socket makes client sockets
   * @param serverSocket makes listening sockets
   * @param socksSocket makes client sockets that honour a SOCKS proxy
   */
  @Activate
  public PlatformServices(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL, target = "(org.sanswitch.platform=true)") @Nullable SelectorProvider channels,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL, target = "(org.sanswitch.platform=true)") @Nullable AsynchronousChannelProvider asynchronous,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL, target = "(org.sanswitch.platform=socketImpl)") @Nullable Supplier<SocketImpl> socket,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL, target = "(org.sanswitch.platform=serverSocketImpl)") @Nullable Supplier<SocketImpl> serverSocket,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL, target = "(org.sanswitch.platform=socksSocketImpl)") @Nullable Supplier<SocketImpl> socksSocket) {
    this.channels = channels;
    this.asynchronous = asynchronous;
    this.sockets = socket == null || serverSocket == null || socksSocket == null
        ? PlatformSockets.ofJdk()
        : PlatformSockets.of(socket, serverSocket, socksSocket);
  }

  SelectorProvider channels() {
    SelectorProvider given = channels;
    return given == null ? SelectorProvider.provider() : given;
  }

  AsynchronousChannelProvider asynchronous() {
    AsynchronousChannelProvider given = asynchronous;
    return given == null ? AsynchronousChannelProvider.provider() : given;
  }

  PlatformSockets sockets() {
    return sockets;
  }
}
