package org.sanswitch.launcher.boot;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's provider of asynchronous channels, made by the JDK when the program asks for its first one:
 * the switch's channels, or the JDK's own while the switch is away. A channel goes where its group was
 * made, which may be a switch that has been replaced since. Without the agent it can be named on the
 * command line, see {@link Boot#handover}.
 */
public final class BootAsynchronousChannelProvider extends AsynchronousChannelProvider {

  private final Handover services = Boot.handover();
  private final AsynchronousChannelProvider jdk = services.platform.asynchronousProvider();

  /** For the JDK. */
  public BootAsynchronousChannelProvider() {}

  private AsynchronousChannelProvider now() {
    AsynchronousChannelProvider ours =
        services.get(SwitchService.ASYNCHRONOUS_PROVIDER, AsynchronousChannelProvider.class);
    return ours == null ? jdk : ours;
  }

  private AsynchronousChannelProvider of(@Nullable AsynchronousChannelGroup group) {
    if (group == null) {
      return now();
    }
    // The groups of the switch tell their provider by a type of the JDK.
    return group instanceof Supplier<?> told
        && told.get() instanceof AsynchronousChannelProvider maker ? maker : jdk;
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads,
      ThreadFactory factory) throws IOException {
    return now().openAsynchronousChannelGroup(threads, factory);
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService executor,
      int initialSize) throws IOException {
    return now().openAsynchronousChannelGroup(executor, initialSize);
  }

  @Override
  public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
      @Nullable AsynchronousChannelGroup group) throws IOException {
    return of(group).openAsynchronousServerSocketChannel(group);
  }

  @Override
  public AsynchronousSocketChannel openAsynchronousSocketChannel(
      @Nullable AsynchronousChannelGroup group) throws IOException {
    return of(group).openAsynchronousSocketChannel(group);
  }
}
