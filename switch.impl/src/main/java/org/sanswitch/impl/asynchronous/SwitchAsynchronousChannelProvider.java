package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.IllegalChannelGroupException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SwitchCore;

/**
 * Asynchronous channels of the switch: each connection is carried by a SAN where there is one, else by
 * a channel of the platform.
 */
public final class SwitchAsynchronousChannelProvider extends AsynchronousChannelProvider
    implements
      AutoCloseable {

  private final SwitchCore core;
  private final AsynchronousChannelProvider platform;
  private final @Nullable AsynchronousChannelProvider self;
  private final Background background = new Background();

  /** Guard: this. Made when the first channel comes without a group. */
  private @Nullable SwitchGroup defaultGroup;

  /** Guard: this; goes from false to true once. */
  private boolean closed;

  /**
   * Makes the provider.
   *
   * @param core the switch
   * @param platform the platform's own provider
   * @param self the provider that channels give as theirs; null for the one that the JVM uses, if
   *     that is not the platform's own and so hands on to this one, or else for this one itself
   */
  public SwitchAsynchronousChannelProvider(SwitchCore core, AsynchronousChannelProvider platform,
      @Nullable AsynchronousChannelProvider self) {
    this.core = Objects.requireNonNull(core);
    this.platform = Objects.requireNonNull(platform);
    this.self = self;
  }

  SwitchCore core() {
    return core;
  }

  AsynchronousChannelProvider platform() {
    return platform;
  }

  Background background() {
    return background;
  }

  /** {@return what channels and groups give as their provider} */
  AsynchronousChannelProvider reported() {
    AsynchronousChannelProvider given = self;
    if (given != null) {
      return given;
    }
    AsynchronousChannelProvider ofJvm = AsynchronousChannelProvider.provider();
    return ofJvm == null || ofJvm == platform ? this : ofJvm;
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(int nThreads,
      ThreadFactory threadFactory) throws IOException {
    return new SwitchGroup(this,
        platform.openAsynchronousChannelGroup(nThreads, threadFactory), true);
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService executor,
      int initialSize) throws IOException {
    return new SwitchGroup(this, platform.openAsynchronousChannelGroup(executor, initialSize),
        DefaultThreads.handsOver(executor));
  }

  @Override
  public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
      @Nullable AsynchronousChannelGroup group) throws IOException {
    SwitchGroup ours = group(group);
    return ours == null
        ? platform.openAsynchronousServerSocketChannel(null)
        : new SwitchAsynchronousServerSocketChannel(this, ours);
  }

  @Override
  public AsynchronousSocketChannel openAsynchronousSocketChannel(
      @Nullable AsynchronousChannelGroup group) throws IOException {
    SwitchGroup ours = group(group);
    return ours == null
        ? platform.openAsynchronousSocketChannel(null)
        : SwitchAsynchronousSocketChannel.open(this, ours);
  }

  /** {@return the group, or null for the platform's default since this provider is closed} */
  private @Nullable SwitchGroup group(@Nullable AsynchronousChannelGroup group)
      throws IOException {
    if (group == null) {
      return defaultGroup();
    }
    if (group instanceof SwitchGroup ours && ours.get() == this) {
      return ours;
    }
    throw new IllegalChannelGroupException();
  }

  private synchronized @Nullable SwitchGroup defaultGroup() throws IOException {
    if (defaultGroup == null && !closed) {
      defaultGroup = new SwitchGroup(this, platform.openAsynchronousChannelGroup(
          DefaultThreads.executor(), DefaultThreads.initialSize()), true);
    }
    return closed ? null : defaultGroup;
  }

  /** Ends the default group, once its channels are closed; new channels in it are the platform's. */
  @Override
  public synchronized void close() {
    closed = true;
    if (defaultGroup != null) {
      defaultGroup.shutdown();
    }
  }
}
