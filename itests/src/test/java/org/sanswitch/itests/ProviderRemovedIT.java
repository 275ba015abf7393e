package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.sanswitch.api.SanSwitch;
import plain.Net;
import plain.Task;

/** A provider goes while selectors wait for its channels, and while operations are pending on it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ProviderRemovedIT extends SwitchTest {

  private static final long BOUND_SECONDS = 30;
  private static final long PENDING_MILLIS = 300;
  private static final int BLOCK = 1 << 20;

  @Inject private BundleContext context;
  @Inject private SanSwitch sanSwitch;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  @Before
  public void theProviderRuns() throws Exception {
    bundle().start();
    Providers.awaitRunning(sanSwitch, Providers.EMU);
  }

  @After
  public void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private Bundle bundle() {
    return Arrays.stream(context.getBundles())
      .filter(b -> Bundles.symbolicName("provider.emu").equals(b.getSymbolicName()))
      .findFirst()
      .orElseThrow();
  }

  private <T extends AutoCloseable> T with(T opened) {
    open.push(opened);
    return opened;
  }

  private ServerSocketChannel listenChannel() throws Exception {
    return with(net().channels().openServerSocketChannel()).bind(Net.anyPort(), 10);
  }

  private SocketChannel connect(SocketAddress address) throws Exception {
    SocketChannel channel = with(net().channels().openSocketChannel());
    channel.connect(address);
    return channel;
  }

  private void assertOnSan() {
    assertEquals(Set.of(Providers.EMU), Set.copyOf(sanSwitch.connections()
      .stream()
      .map(c -> c.route().provider())
      .toList()));
  }

  /** SES-10: the selector tells it as a reset, and goes on with what comes by TCP/IP. */
  @Test
  public void aSelectorThatWaitsIsToldOfTheResetAndGoesOn() throws Exception {
    ServerSocketChannel listener = listenChannel();
    SocketChannel client = connect(listener.getLocalAddress());
    SocketChannel server = with(listener.accept());
    assertOnSan();
    Selector selector = with(net().channels().openSelector());
    SelectionKey accepting =
        listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    client.configureBlocking(false).register(selector, SelectionKey.OP_READ);
    server.configureBlocking(false).register(selector, SelectionKey.OP_READ);
    Task<Integer> select = Task.start(() -> selector.select());
    select.awaitBlocked();
    bundle().stop();
    assertTrue("ready keys", select.get() > 0);
    for (SocketChannel end : List.of(client, server)) {
      long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
      while (!end.keyFor(selector).isReadable()) {
        // It returns at once with nothing new where the other one is ready already.
        selector.select(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
        assertTrue("the other end becomes ready", System.nanoTime() < bound);
      }
      assertEquals("Connection reset", assertThrows(SocketException.class,
          () -> end.read(ByteBuffer.allocate(1)))
        .getMessage());
      assertThrows(IOException.class, () -> end.write(ByteBuffer.allocate(1)));
      end.close();
    }
    selector.selectNow();
    selector.selectedKeys().clear();
    assertEquals(Set.of(accepting), selector.keys());

    SocketChannel next = connect(listener.getLocalAddress());
    assertEquals(1, selector.select(TimeUnit.SECONDS.toMillis(BOUND_SECONDS)));
    SocketChannel accepted = with(listener.accept());
    next.write(ByteBuffer.allocate(3));
    assertEquals(3, accepted.read(ByteBuffer.allocate(9)));
  }

  /** Operations that are pending fail, with handlers and with futures; an accept goes on. */
  @Test
  public void pendingAsynchronousOperationsFailAndAnAcceptGoesOn() throws Exception {
    AsynchronousChannelGroup group = net().asynchronous()
      .openAsynchronousChannelGroup(2, Executors.defaultThreadFactory());
    open.push(group::shutdownNow);
    AsynchronousServerSocketChannel listener =
        with(net().asynchronous().openAsynchronousServerSocketChannel(group));
    listener.bind(Net.anyPort(), 10);
    AsynchronousSocketChannel client = connectAsynchronously(group, listener);
    AsynchronousSocketChannel server = with(get(listener.accept()));
    assertOnSan();
    Future<Integer> read = client.read(ByteBuffer.allocate(1));
    Future<Integer> write = pendingWrite(client);
    Future<AsynchronousSocketChannel> accept = listener.accept();
    assertFalse(read.isDone() || accept.isDone());
    bundle().stop();
    assertEquals("Connection reset", failure(read).getMessage());
    String message = failureOfWrites(client, write).getMessage();
    assertTrue(message, Set.of("Connection reset by peer", "Broken pipe").contains(message));
    // What had come before is lost with the provider: the end is a reset here too.
    assertEquals("Connection reset", failureOfReads(server).getMessage());
    assertFalse(accept.isDone());
    AsynchronousSocketChannel next = connectAsynchronously(group, listener);
    AsynchronousSocketChannel accepted = with(get(accept));
    assertEquals(5, (int) get(next.write(ByteBuffer.allocate(5))));
    assertEquals(5, (int) get(accepted.read(ByteBuffer.allocate(9))));
  }

  private AsynchronousSocketChannel connectAsynchronously(AsynchronousChannelGroup group,
      AsynchronousServerSocketChannel listener) throws Exception {
    AsynchronousSocketChannel channel =
        with(net().asynchronous().openAsynchronousSocketChannel(group));
    get(channel.connect(listener.getLocalAddress()));
    return channel;
  }

  private static <T> T get(Future<T> operation) throws Exception {
    return operation.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  private static Throwable failure(Future<?> operation) {
    Throwable cause = assertThrows(ExecutionException.class, () -> get(operation)).getCause();
    assertSame(cause.toString(), IOException.class, cause.getClass());
    return cause;
  }

  /** {@return the failure of that operation, or of the first one behind it that has any} */
  private static Throwable failureFrom(Future<Integer> first, Supplier<Future<Integer>> next)
      throws Exception {
    Future<Integer> operation = first;
    while (true) {
      try {
        assertTrue("it moves something, or fails", get(operation) > 0);
      } catch (ExecutionException e) {
        return failure(operation);
      }
      operation = next.get();
    }
  }

  private static Throwable failureOfReads(AsynchronousSocketChannel channel) throws Exception {
    Supplier<Future<Integer>> read = () -> channel.read(ByteBuffer.allocate(BLOCK));
    return failureFrom(read.get(), read);
  }

  /** On a busy machine the room may have come late, so that it is the next write that fails. */
  private static Throwable failureOfWrites(AsynchronousSocketChannel channel,
      Future<Integer> pending) throws Exception {
    return failureFrom(pending, () -> channel.write(ByteBuffer.allocate(BLOCK)));
  }

  /** {@return a write that waits for room, since nobody reads} */
  private static Future<Integer> pendingWrite(AsynchronousSocketChannel channel)
      throws Exception {
    while (true) {
      Future<Integer> write = channel.write(ByteBuffer.allocate(BLOCK));
      try {
        write.get(PENDING_MILLIS, TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException e) {
        return write;
      }
    }
  }

  /** A connect that is under way ends in bounded time, by TCP/IP where that reaches the peer. */
  @Test
  public void connectsUnderWayEnd() throws Exception {
    ServerSocketChannel listener = listenChannel();
    listener.configureBlocking(false);
    Selector selector = with(net().channels().openSelector());
    int count = 8;
    for (int i = 0; i < count; i++) {
      SocketChannel channel = with(net().channels().openSocketChannel());
      channel.configureBlocking(false);
      channel.connect(listener.getLocalAddress());
      channel.register(selector, SelectionKey.OP_CONNECT);
    }
    bundle().stop();
    int ended = 0;
    while (ended < count) {
      assertTrue("connects end, after " + ended,
          selector.select(TimeUnit.SECONDS.toMillis(BOUND_SECONDS)) > 0);
      for (SelectionKey key : selector.selectedKeys()) {
        key.cancel();
        ended++;
        try {
          assertTrue(((SocketChannel) key.channel()).finishConnect());
        } catch (IOException e) {
          // It stood already, and is gone with the provider.
          assertFalse(key.channel().isOpen());
        }
      }
      selector.selectedKeys().clear();
    }
  }
}
