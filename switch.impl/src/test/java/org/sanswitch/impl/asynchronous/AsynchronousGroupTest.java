package org.sanswitch.impl.asynchronous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.impl.asynchronous.AsyncKit.bytes;
import static org.sanswitch.impl.asynchronous.AsyncKit.get;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.IllegalChannelGroupException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AsynchronousGroupTest {

  /** Makes the threads of a group, and knows them. */
  private static final class Threads implements ThreadFactory {
    private final Set<Thread> made = ConcurrentHashMap.newKeySet();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = Thread.ofPlatform().daemon().unstarted(task);
      made.add(thread);
      return thread;
    }
  }

  @ParameterizedTest
  @EnumSource
  void handlersRunOnTheThreadsOfAFixedGroup(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      Threads threads = new Threads();
      AsynchronousChannelGroup group = kit.fixed(2, threads);
      assertSame(kit.provider, group.provider());
      AsynchronousServerSocketChannel listener = kit.listening(group);
      Told<AsynchronousSocketChannel> accepted = new Told<>();
      listener.accept(null, accepted);
      AsynchronousSocketChannel client = kit.channel(group);
      Told<Void> connected = new Told<>();
      client.connect(listener.getLocalAddress(), null, connected);
      connected.value();
      AsynchronousSocketChannel server = kit.with((AsynchronousSocketChannel) accepted.value());
      Told<Integer> pending = new Told<>();
      server.read(ByteBuffer.allocate(1), null, pending);
      Told<Integer> atOnce = new Told<>();
      client.write(bytes("x"), null, atOnce);
      assertEquals(1, atOnce.value());
      assertEquals(1, pending.value());
      Told<Integer> timedOut = new Told<>();
      server.read(ByteBuffer.allocate(1), 1, TimeUnit.MILLISECONDS, null, timedOut);
      Told<Integer> closed = new Told<>();
      client.read(ByteBuffer.allocate(1), null, closed);
      timedOut.end();
      client.close();
      for (Told<?> told : new Told<?>[]{accepted, connected, pending, atOnce, timedOut, closed}) {
        assertTrue(threads.made.contains(told.end().thread()), told.end()::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void handlersRunOnTheThreadsOfACustomExecutor(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      Threads threads = new Threads();
      AsynchronousChannelGroup group = kit.custom(Executors.newCachedThreadPool(threads), 1);
      AsyncKit.Pair pair = kit.pair(group);
      Told<Integer> pending = new Told<>();
      pair.server().read(ByteBuffer.allocate(1), null, pending);
      Told<Integer> atOnce = new Told<>();
      pair.client().write(bytes("x"), null, atOnce);
      assertTrue(threads.made.contains(atOnce.end().thread()));
      assertTrue(threads.made.contains(pending.end().thread()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void futuresEndWhileAllThreadsOfTheExecutorAreBlocked(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      ExecutorService one = Executors.newFixedThreadPool(1, new Threads());
      AsynchronousChannelGroup group = kit.custom(one, 0);
      AsyncKit.Pair pair = kit.pair(group);
      CountDownLatch release = new CountDownLatch(1);
      one.execute(() -> awaitQuietly(release));
      Future<Integer> read = pair.server().read(ByteBuffer.allocate(1));
      assertFalse(read.isDone());
      get(pair.client().write(bytes("x")));
      assertEquals(1, get(read));
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads one byte after the other, each in the handler of the one before, and knows how deep. */
  private static final class Deep implements CompletionHandler<Integer, @Nullable Object> {
    private final AsynchronousSocketChannel channel;
    private final CountDownLatch left;
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
    private volatile int deepest;

    Deep(AsynchronousSocketChannel channel, int count) {
      this.channel = channel;
      left = new CountDownLatch(count);
    }

    @Override
    public void completed(Integer count, @Nullable Object attachment) {
      depth.set(depth.get() + 1);
      deepest = Math.max(deepest, depth.get());
      left.countDown();
      if (left.getCount() > 0) {
        channel.read(ByteBuffer.allocate(1), null, this);
      }
      depth.set(depth.get() - 1);
    }

    @Override
    public void failed(Throwable failure, @Nullable Object attachment) {
      throw new AssertionError(failure);
    }
  }

  @ParameterizedTest
  @EnumSource
  void handlersThatBeginOperationsDoNotFillTheStack(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair(kit.fixed(1, new Threads()));
      get(pair.client().write(ByteBuffer.allocate(1_000)));
      Deep deep = new Deep(pair.server(), 1_000);
      pair.server().read(ByteBuffer.allocate(1), null, deep);
      assertTrue(deep.left.await(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
      assertTrue(deep.deepest > 1, "none ran on the stack of the one before");
      assertTrue(deep.deepest <= Handlers.MOST + 1, () -> "deepest " + deep.deepest);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptIsNotForTheNextHandler(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair(kit.fixed(1, new Threads()));
      CountDownLatch done = new CountDownLatch(1);
      pair.client().write(bytes("a"), null, new CompletionHandler<Integer, @Nullable Object>() {
        @Override
        public void completed(Integer count, @Nullable Object attachment) {
          Thread.currentThread().interrupt();
          done.countDown();
        }

        @Override
        public void failed(Throwable failure, @Nullable Object attachment) {}
      });
      assertTrue(done.await(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
      Told<Boolean> interrupted = new Told<>();
      pair.client().write(bytes("b"), null, new CompletionHandler<Integer, @Nullable Object>() {
        @Override
        public void completed(Integer count, @Nullable Object attachment) {
          interrupted.completed(Thread.currentThread().isInterrupted(), null);
        }

        @Override
        public void failed(Throwable failure, @Nullable Object attachment) {}
      });
      assertEquals(false, interrupted.value());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShutdownGroupEndsWithItsLastChannel(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousChannelGroup group = kit.fixed(1, new Threads());
      AsynchronousServerSocketChannel listener = kit.listening(group);
      AsynchronousSocketChannel client = kit.channel(group);
      get(client.connect(listener.getLocalAddress()));
      AsynchronousSocketChannel server = get(listener.accept());
      AsynchronousSocketChannel late = kit.channel(null);
      get(late.connect(listener.getLocalAddress()));
      group.shutdown();
      assertTrue(group.isShutdown());
      assertFalse(group.isTerminated());
      assertThrowsExactly(ShutdownChannelGroupException.class, () -> kit.channel(group));
      assertThrowsExactly(ShutdownChannelGroupException.class, () -> kit.listening(group));
      IOException refused = AsyncKit.failure(IOException.class, listener.accept());
      assertEquals(ShutdownChannelGroupException.class, refused.getCause().getClass());
      // What is open works on.
      Told<Integer> told = new Told<>();
      server.read(ByteBuffer.allocate(1), null, told);
      get(client.write(bytes("x")));
      assertEquals(1, told.value());
      listener.close();
      client.close();
      assertFalse(group.awaitTermination(10, TimeUnit.MILLISECONDS));
      server.close();
      assertTrue(group.awaitTermination(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
      assertTrue(group.isTerminated());
    }
  }

  /** Nobody accepts, so there is nobody to be told. */
  @ParameterizedTest
  @EnumSource
  void aListenerThatHasAcceptedIsClosedQuietlyInAGroupThatIsShutDown(AsyncKit.Sort sort)
      throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousChannelGroup group = kit.fixed(1, new Threads());
      AsynchronousServerSocketChannel listener = kit.listening(group);
      for (int i = 0; i < 2; i++) {
        get(kit.channel(null).connect(listener.getLocalAddress()));
        get(listener.accept()).close();
      }
      group.shutdown();
      listener.close();
      assertFalse(listener.isOpen());
      assertTrue(group.awaitTermination(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shutdownNowClosesAllChannels(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousChannelGroup group = kit.fixed(1, new Threads());
      AsynchronousServerSocketChannel inGroup = kit.listening(group);
      AsynchronousServerSocketChannel outside = kit.listening(null);
      AsynchronousSocketChannel peer = kit.channel(null);
      get(peer.connect(inGroup.getLocalAddress()));
      AsynchronousSocketChannel server = get(inGroup.accept());
      AsynchronousSocketChannel client = kit.channel(group);
      get(client.connect(outside.getLocalAddress()));
      Future<Integer> read = server.read(ByteBuffer.allocate(1));
      Told<Integer> told = new Told<>();
      client.read(ByteBuffer.allocate(1), null, told);
      Future<AsynchronousSocketChannel> accept = inGroup.accept();
      group.shutdownNow();
      AsyncKit.failure(AsynchronousCloseException.class, read);
      AsyncKit.failure(AsynchronousCloseException.class, accept);
      told.failure(AsynchronousCloseException.class);
      assertFalse(client.isOpen() || server.isOpen() || inGroup.isOpen());
      assertTrue(group.awaitTermination(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void groupsOfOtherProvidersAreRefused(AsyncKit.Sort sort) throws Exception {
    AsyncKit.Sort another =
        sort == AsyncKit.Sort.JDK ? AsyncKit.Sort.OURS_ON_TCP : AsyncKit.Sort.JDK;
    try (AsyncKit kit = new AsyncKit(sort); AsyncKit other = new AsyncKit(another)) {
      AsynchronousChannelGroup foreign = other.fixed(1, new Threads());
      assertThrowsExactly(IllegalChannelGroupException.class, () -> kit.channel(foreign));
      assertThrowsExactly(IllegalChannelGroupException.class, () -> kit.listening(foreign));
      assertThrowsExactly(IllegalArgumentException.class,
          () -> kit.provider.openAsynchronousChannelGroup(0, new Threads()));
    }
  }
}
