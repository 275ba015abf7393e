package org.sanswitch.launcher.boot;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's provider of channels, made by the JDK when the program asks for its first channel. TCP
 * channels and selectors are the switch's; all that is not TCP is the JDK's own, at once. Without the
 * agent it can be named on the command line, see {@link Boot#handover}.
 */
public final class BootSelectorProvider extends SelectorProvider {

  private final Handover services = Boot.handover();
  private final SelectorProvider jdk = services.platform.selectorProvider();

  /** For the JDK. */
  public BootSelectorProvider() {}

  private SelectorProvider tcp() {
    SelectorProvider ours = services.get(SwitchService.SELECTOR_PROVIDER, SelectorProvider.class);
    return ours == null ? jdk : ours;
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return tcp().openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return (family == StandardProtocolFamily.UNIX ? jdk : tcp()).openSocketChannel(family);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return tcp().openServerSocketChannel();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return (family == StandardProtocolFamily.UNIX ? jdk : tcp()).openServerSocketChannel(family);
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return tcp().openSelector();
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return jdk.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return jdk.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return jdk.openPipe();
  }

  @Override
  public @Nullable Channel inheritedChannel() throws IOException {
    return jdk.inheritedChannel();
  }
}
