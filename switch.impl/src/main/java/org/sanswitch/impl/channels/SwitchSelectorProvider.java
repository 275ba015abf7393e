package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SwitchCore;

/**
 * Channels of the switch: TCP ones are carried by a SAN where there is one, all others are the
 * platform's own (SOC-5). The selector serves both.
 */
public final class SwitchSelectorProvider extends SelectorProvider {

  private final SwitchCore core;
  private final SelectorProvider platform;
  private final @Nullable SelectorProvider self;

  /** Options of the platform's socket channels; made at most twice, and the same. */
  private volatile @Nullable Set<SocketOption<?>> socketOptions;

  /**
   * Makes the provider.
   *
   * @param core the switch
   * @param platform the platform's own provider
   * @param self the provider that channels give as theirs; null for the one that the JVM uses, if
   *     that is not the platform's own and so hands on to this one, or else for this one itself
   */
  public SwitchSelectorProvider(
      SwitchCore core, SelectorProvider platform, @Nullable SelectorProvider self) {
    this.core = Objects.requireNonNull(core);
    this.platform = Objects.requireNonNull(platform);
    this.self = self;
  }

  SwitchCore core() {
    return core;
  }

  SelectorProvider platform() {
    return platform;
  }

  /** {@return what channels give as their provider} */
  SelectorProvider reported() {
    SelectorProvider given = self;
    if (given != null) {
      return given;
    }
    SelectorProvider ofJvm = SelectorProvider.provider();
    return ofJvm == null || ofJvm == platform ? this : ofJvm;
  }

  /** {@return what makes the platform's channels of that family, null for the default} */
  TcpFactory tcpFactory(@Nullable ProtocolFamily family) throws IOException {
    Set<SocketOption<?>> options = socketOptions;
    if (options == null) {
      try (SocketChannel channel = platform.openSocketChannel()) {
        options = channel.supportedOptions();
      }
      socketOptions = options;
    }
    return new TcpFactory(platform, family, options);
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return new SwitchSocketChannel(this, ChannelState.unconnected(tcpFactory(null)));
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return isInternet(family)
        ? new SwitchSocketChannel(this, ChannelState.unconnected(tcpFactory(family)))
        : platform.openSocketChannel(family);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return new SwitchServerSocketChannel(this, platform.openServerSocketChannel(), null);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    ServerSocketChannel inner = platform.openServerSocketChannel(family);
    return isInternet(family) ? new SwitchServerSocketChannel(this, inner, family) : inner;
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return new SwitchSelector(this);
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return platform.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return platform.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return platform.openPipe();
  }

  @Override
  public @Nullable Channel inheritedChannel() throws IOException {
    return platform.inheritedChannel();
  }

  private static boolean isInternet(ProtocolFamily family) {
    return family == StandardProtocolFamily.INET || family == StandardProtocolFamily.INET6;
  }
}
