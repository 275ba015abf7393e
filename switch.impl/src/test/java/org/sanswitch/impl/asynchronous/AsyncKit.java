package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.sanswitch.impl.channels.FakeCore;

/** The channels under test: the JDK's, which are the measure, and ours over TCP/IP and over a SAN. */
final class AsyncKit implements AutoCloseable {

  /** Whose channels. */
  enum Sort {
    JDK, OURS_ON_TCP, OURS_ON_SAN
  }

  static final long BOUND_SECONDS = 20;

  /** A write that takes so long where nobody reads has found no room. */
  private static final long PENDING_MILLIS = 500;

  private static final AsynchronousChannelProvider JDK = AsynchronousChannelProvider.provider();
  private static final SelectorProvider SELECTORS = SelectorProvider.provider();

  final Sort sort;
  final FakeCore core;
  final AsynchronousChannelProvider provider;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  AsyncKit(Sort sort) {
    this.sort = sort;
    core = new FakeCore(sort == Sort.OURS_ON_SAN);
    if (sort == Sort.JDK) {
      provider = JDK;
    } else {
      SwitchAsynchronousChannelProvider ours =
          new SwitchAsynchronousChannelProvider(core, JDK, null);
      provider = ours;
      with(ours);
    }
  }

  /** Closes it with this kit. */
  <T extends AutoCloseable> T with(T opened) {
    open.push(opened);
    return opened;
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  AsynchronousChannelGroup fixed(int threads, ThreadFactory factory) throws IOException {
    return ending(provider.openAsynchronousChannelGroup(threads, factory));
  }

  AsynchronousChannelGroup custom(ExecutorService executor, int initialSize)
      throws IOException {
    return ending(provider.openAsynchronousChannelGroup(executor, initialSize));
  }

  private AsynchronousChannelGroup ending(AsynchronousChannelGroup group) {
    open.push(group::shutdownNow);
    return group;
  }

  AsynchronousSocketChannel channel(@Nullable AsynchronousChannelGroup group)
      throws IOException {
    return with(provider.openAsynchronousSocketChannel(group));
  }

  AsynchronousServerSocketChannel listening(@Nullable AsynchronousChannelGroup group)
      throws IOException {
    return with(provider.openAsynchronousServerSocketChannel(group)).bind(anyPort());
  }

  /** Two connected channels. */
  record Pair(AsynchronousSocketChannel client, AsynchronousSocketChannel server) {}

  Pair pair() throws Exception {
    return pair(null);
  }

  Pair pair(@Nullable AsynchronousChannelGroup group) throws Exception {
    AsynchronousServerSocketChannel listener = listening(group);
    AsynchronousSocketChannel client = channel(group);
    client.connect(listener.getLocalAddress()).get(BOUND_SECONDS, TimeUnit.SECONDS);
    return new Pair(client, with(get(listener.accept())));
  }

  /** {@return an address where TCP/IP listens, but nobody answers: its backlog is full} */
  SocketAddress unresponsive() throws IOException {
    ServerSocketChannel full = with(SELECTORS.openServerSocketChannel());
    full.bind(anyPort(), 1);
    InetSocketAddress address = (InetSocketAddress) full.getLocalAddress();
    core.silentPort = address.getPort();
    for (int i = 0; i < 3; i++) {
      SocketChannel filler = with(SELECTORS.openSocketChannel());
      filler.configureBlocking(false);
      filler.connect(address);
    }
    return address;
  }

  /** {@return an address where nobody listens, and nobody else can: it is bound} */
  SocketAddress refusing() throws IOException {
    return with(SELECTORS.openSocketChannel()).bind(anyPort()).getLocalAddress();
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  /** {@return the cause of the failure, of exactly that class} */
  static <X extends Throwable> X failure(Class<X> type, Future<?> future) throws Exception {
    try {
      return Assertions.fail("no failure: " + get(future));
    } catch (ExecutionException e) {
      Assertions.assertEquals(type, e.getCause().getClass(), () -> "" + e.getCause());
      return type.cast(e.getCause());
    } catch (TimeoutException e) {
      return Assertions.fail("still pending", e);
    }
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes());
  }

  static String text(ByteBuffer buffer) {
    return new String(buffer.array(), buffer.arrayOffset(), buffer.position());
  }

  /** Fills the window until a write is pending; {@return that write} */
  static Future<Integer> pendingWrite(AsynchronousSocketChannel channel) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    Future<Integer> write = channel.write(ByteBuffer.allocate(1 << 20));
    while (System.nanoTime() < end) {
      try {
        write.get(PENDING_MILLIS, TimeUnit.MILLISECONDS);
        write = channel.write(ByteBuffer.allocate(1 << 20));
      } catch (TimeoutException e) {
        return write;
      }
    }
    return Assertions.fail("the window is never full");
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
