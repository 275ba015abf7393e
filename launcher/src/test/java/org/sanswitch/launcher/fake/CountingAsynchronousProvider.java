package org.sanswitch.launcher.fake;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the groups and the asynchronous channels asked of it. */
final class CountingAsynchronousProvider extends AsynchronousChannelProvider {

  final AtomicInteger calls = new AtomicInteger();
  private final AsynchronousChannelProvider jdk;

  CountingAsynchronousProvider(AsynchronousChannelProvider jdk) {
    this.jdk = jdk;
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads,
      ThreadFactory factory) throws IOException {
    calls.incrementAndGet();
    return jdk.openAsynchronousChannelGroup(threads, factory);
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService executor,
      int initialSize) throws IOException {
    calls.incrementAndGet();
    return jdk.openAsynchronousChannelGroup(executor, initialSize);
  }

  @Override
  public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
      AsynchronousChannelGroup group) throws IOException {
    calls.incrementAndGet();
    return jdk.openAsynchronousServerSocketChannel(group);
  }

  @Override
  public AsynchronousSocketChannel openAsynchronousSocketChannel(
      AsynchronousChannelGroup group) throws IOException {
    calls.incrementAndGet();
    return jdk.openAsynchronousSocketChannel(group);
  }
}
