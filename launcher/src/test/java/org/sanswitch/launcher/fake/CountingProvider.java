package org.sanswitch.launcher.fake;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the channels asked of it; refuses those that never are the switch's. */
final class CountingProvider extends SelectorProvider {

  final AtomicInteger calls = new AtomicInteger();
  private final SelectorProvider jdk;

  CountingProvider(SelectorProvider jdk) {
    this.jdk = jdk;
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    calls.incrementAndGet();
    return jdk.openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    calls.incrementAndGet();
    return jdk.openSocketChannel(family);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    calls.incrementAndGet();
    return jdk.openServerSocketChannel();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    calls.incrementAndGet();
    return jdk.openServerSocketChannel(family);
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    calls.incrementAndGet();
    return jdk.openSelector();
  }

  @Override
  public DatagramChannel openDatagramChannel() {
    throw new AssertionError("asked for a datagram channel");
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) {
    throw new AssertionError("asked for a datagram channel");
  }

  @Override
  public Pipe openPipe() {
    throw new AssertionError("asked for a pipe");
  }
}
