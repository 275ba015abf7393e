package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A group of channels on a group of the platform: its threads run the handlers of all, whatever way
 * the bytes go. To others it gives the provider that knows it, in types of the JDK only.
 */
final class SwitchGroup extends AsynchronousChannelGroup
    implements
      Supplier<AsynchronousChannelProvider> {

  private final SwitchAsynchronousChannelProvider maker;
  private final AsynchronousChannelGroup inner;
  private final Executor threads;
  private final boolean handsOver;

  /** Guard: itself. Channels that shutdownNow has to close itself. */
  private final Set<GroupMember> members = ConcurrentHashMap.newKeySet();

  /** Guard: this. Number of channels without one of the platform. */
  private int held;

  /** Guard: this. A channel of the platform, so that the inner group does not end before those. */
  private @Nullable AsynchronousSocketChannel anchor;

  /**
   * Makes a group.
   *
   * @param inner the platform's; like all of the JDK's it runs tasks on its threads
   * @param handsOver whether giving its threads a task never runs it in here
   * @throws IOException if it does not run tasks, so that it is of no use
   */
  SwitchGroup(SwitchAsynchronousChannelProvider maker, AsynchronousChannelGroup inner,
      boolean handsOver) throws IOException {
    super(maker.reported());
    this.maker = maker;
    this.inner = inner;
    this.handsOver = handsOver;
    if (!(inner instanceof Executor executor)) {
      inner.shutdownNow();
      throw new IOException("groups of " + inner.provider().getClass().getName()
          + " do not run tasks; the switch needs those of the JDK");
    }
    threads = executor;
  }

  /** {@return the provider that makes channels in it} */
  @Override
  public AsynchronousChannelProvider get() {
    return maker;
  }

  AsynchronousChannelGroup inner() {
    return inner;
  }

  Background background() {
    return maker.background();
  }

  /**
   * Runs a task on one of its threads.
   *
   * @throws RejectedExecutionException if there are none any more
   */
  void execute(Runnable task) {
    threads.execute(task);
  }

  /**
   * Has an operation be ended. May be called inside upcalls: it neither blocks nor runs anything of the
   * application in here.
   *
   * @param task ends it
   * @param withHandler whether it ends with a handler, and so on a thread of the group
   */
  void end(Runnable task, boolean withHandler) {
    if (!withHandler) {
      background().execute(task);
    } else if (handsOver) {
      endInGroup(task);
    } else {
      background().execute(() -> endInGroup(task));
    }
  }

  private void endInGroup(Runnable task) {
    try {
      threads.execute(() -> Handlers.within(this, task));
    } catch (RejectedExecutionException e) {
      // The application has shut its executor down under the group: nobody is left to be told.
    }
  }

  void add(GroupMember channel) {
    members.add(channel);
  }

  void remove(GroupMember channel) {
    members.remove(channel);
  }

  /**
   * A channel comes that has none of the platform.
   *
   * @return the options that one of the platform would have
   * @throws ShutdownChannelGroupException if the group is shut down
   */
  synchronized Set<SocketOption<?>> hold() throws IOException {
    if (inner.isShutdown()) {
      throw new ShutdownChannelGroupException();
    }
    AsynchronousSocketChannel now = anchor;
    if (now == null) {
      now = maker.platform().openAsynchronousSocketChannel(inner);
      anchor = now;
    }
    held++;
    return now.supportedOptions();
  }

  /** A channel goes that had none of the platform. */
  synchronized void release() throws IOException {
    held--;
    AsynchronousSocketChannel last = anchor;
    if (held == 0 && last != null) {
      anchor = null;
      last.close();
    }
  }

  @Override
  public boolean isShutdown() {
    return inner.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return inner.isTerminated();
  }

  @Override
  public void shutdown() {
    inner.shutdown();
  }

  @Override
  public void shutdownNow() throws IOException {
    // Not shut down before: with its last channel the inner group would end, and nobody be told.
    closeMembers();
    inner.shutdownNow();
    // Those that have come meanwhile.
    closeMembers();
  }

  private void closeMembers() throws IOException {
    for (GroupMember channel : members) {
      channel.close();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return inner.awaitTermination(timeout, unit);
  }
}
