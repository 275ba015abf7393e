package plain;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Selectors and non-blocking channels (SES-10). */
public final class SelectorChecks {

  private static final long BOUND_MS = 20_000;
  private static final int CONNECTIONS = 16;
  private static final int MESSAGES = 2_000;
  private static final int IDLE_SECONDS = 2;
  private static final long IDLE_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private SelectorChecks() {}

  /** One thread serves both ends of many connections, with small and large writes. */
  public static void aSelectorServesManyConnections(Net net, long seed) throws Exception {
    transfer(net, seed, CONNECTIONS, 300_000, 5_000);
  }

  /** Writes that are larger than any window go out bit by bit (SES-3). */
  public static void largeNonBlockingWritesGoThrough(Net net, long seed) throws Exception {
    transfer(net, seed, 2, 20_000_000, 9_000_001);
  }

  private static void transfer(Net net, long seed, int count, long size, int block)
      throws Exception {
    List<SelectorPair> pairs = new ArrayList<>();
    try (Selector selector = net.channels().openSelector()) {
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        SelectorPair pair = SelectorPair.of(net);
        pairs.add(pair);
        boolean direct = i % 2 == 0;
        Flow client = new Flow(pair.client(), seed + i, seed - i, size, block, direct);
        Flow server = new Flow(pair.server(), seed - i, seed + i, size, block, direct);
        int both = SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        pair.client().register(selector, both, client);
        pair.server().register(selector, both, server);
        flows.add(client);
        flows.add(server);
      }
      while (!flows.stream().allMatch(Flow::isDone)) {
        Expect.that("something is ready within " + BOUND_MS + " ms",
            selector.select(BOUND_MS) > 0);
        for (SelectionKey key : selector.selectedKeys()) {
          ((Flow) key.attachment()).go(key);
        }
        selector.selectedKeys().clear();
      }
    } finally {
      for (SelectorPair pair : pairs) {
        pair.close();
      }
    }
  }

  /** No select returns for nothing: as many wake-ups as messages. */
  public static void aSelectorWakesOnceForEachMessage(Net net, long seed) throws Exception {
    try (SelectorPair pair = SelectorPair.of(net);
        Selector selector = net.channels().openSelector()) {
      SelectionKey key = pair.server().register(selector, SelectionKey.OP_READ);
      AtomicInteger wakeUps = new AtomicInteger();
      Task<Void> echo = Task.run(() -> {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        for (int i = 0; i < MESSAGES; i++) {
          Expect.equal("ready keys", 1, selector.select(BOUND_MS));
          wakeUps.incrementAndGet();
          selector.selectedKeys().clear();
          Expect.equal("operations", SelectionKey.OP_READ, key.readyOps());
          Expect.equal("bytes", 16, pair.server().read(buffer.clear()));
          Expect.equal("bytes", 16, pair.server().write(buffer.flip()));
        }
      });
      SocketChannel client = pair.client();
      client.configureBlocking(true);
      ByteBuffer message = ByteBuffer.allocateDirect(16);
      for (int i = 0; i < MESSAGES; i++) {
        client.write(message.clear());
        message.clear();
        while (message.hasRemaining()) {
          client.read(message);
        }
      }
      echo.get();
      Expect.equal("wake-ups", MESSAGES, wakeUps.get());
      Expect.equal("ready keys", 0, selector.selectNow());
    }
  }

  /** OP_WRITE is told while a write would take bytes, and only then. */
  public static void aFullConnectionIsWritableAgainWhenThePeerReads(Net net, long seed)
      throws Exception {
    try (SelectorPair pair = SelectorPair.of(net);
        Selector selector = net.channels().openSelector()) {
      Pattern pattern = new Pattern(seed);
      pair.client().register(selector, SelectionKey.OP_WRITE);
      ByteBuffer block = ByteBuffer.allocate(100_000);
      long written = 0;
      while (selector.select(100) > 0) {
        selector.selectedKeys().clear();
        block.clear();
        pattern.fill(block, written);
        written += pair.client().write(block);
      }
      Task<Integer> select = Task.start(() -> selector.select(BOUND_MS));
      ByteBuffer sink = ByteBuffer.allocate(50_000);
      long read = 0;
      while (read < written) {
        int n = pair.server().read(sink.clear());
        pattern.verify(sink.flip(), read);
        read += n;
      }
      Expect.equal("ready keys", 1, select.get());
      Expect.that("more can be written", pair.client().write(block.clear()) > 0);
    }
  }

  /** A selector with nothing to do sleeps, also after it was busy. */
  public static void anIdleSelectorUsesNoProcessorTime(Net net, long seed) throws Exception {
    List<SelectorPair> pairs = new ArrayList<>();
    try (Selector selector = net.channels().openSelector()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        SelectorPair pair = SelectorPair.of(net);
        pairs.add(pair);
        pair.server().register(selector, SelectionKey.OP_READ);
        pair.client().register(selector, SelectionKey.OP_READ);
        pair.client().write(ByteBuffer.allocate(16));
      }
      ByteBuffer sink = ByteBuffer.allocate(100);
      for (int read = 0; read < 16 * CONNECTIONS;) {
        Expect.that("something is ready within " + BOUND_MS + " ms",
            selector.select(BOUND_MS) > 0);
        for (SelectionKey key : selector.selectedKeys()) {
          read += ((SocketChannel) key.channel()).read(sink.clear());
        }
        selector.selectedKeys().clear();
      }
      var threads = ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadCpuTime();
      Expect.equal("ready keys", 0, selector.select(TimeUnit.SECONDS.toMillis(IDLE_SECONDS)));
      long used = threads.getCurrentThreadCpuTime() - before;
      Expect.that("an idle selector used " + used + " ns in " + IDLE_SECONDS + " s",
          used < IDLE_CPU_NANOS);
    } finally {
      for (SelectorPair pair : pairs) {
        pair.close();
      }
    }
  }

  /** Wake-up, interrupt and close end a select; what another thread asks for counts afterwards. */
  public static void otherThreadsEndASelect(Net net, long seed) throws Exception {
    try (SelectorPair pair = SelectorPair.of(net)) {
      Selector selector = net.channels().openSelector();
      SelectionKey key = pair.server().register(selector, 0);
      pair.client().write(ByteBuffer.allocate(16));
      for (Task.Kind kind : Task.Kind.values()) {
        Task<Integer> woken = Task.start(kind, () -> selector.select());
        woken.awaitBlocked();
        selector.wakeup();
        Expect.equal("ready keys", 0, woken.get());
        Task<Integer> interrupted = Task.start(kind, () -> selector.select());
        interrupted.awaitBlocked();
        interrupted.thread().interrupt();
        Expect.equal("ready keys", 0, interrupted.get());
        Task<Integer> interested = Task.start(kind, () -> selector.select() + selector.select());
        interested.awaitBlocked();
        key.interestOps(SelectionKey.OP_READ);
        selector.wakeup();
        Expect.equal("ready keys", 1, interested.get());
        key.interestOps(0);
        selector.selectedKeys().clear();
      }
      Task<Integer> closed = Task.start(() -> selector.select());
      closed.awaitBlocked();
      selector.close();
      Expect.equal("ready keys", 0, closed.get());
      Expect.thrown(ClosedSelectorException.class, selector::selectNow);
      Expect.that("the key is cancelled", !key.isValid());
    }
  }

  /** What the peer does is told: the end of its stream, and a reset. */
  public static void aSelectorTellsHowThePeerEnds(Net net, long seed) throws Exception {
    try (Selector selector = net.channels().openSelector()) {
      for (boolean reset : new boolean[]{false, true}) {
        try (SelectorPair pair = SelectorPair.of(net)) {
          pair.server().register(selector, SelectionKey.OP_READ);
          Task<Integer> select = Task.start(() -> selector.select(BOUND_MS));
          select.awaitBlocked();
          if (reset) {
            pair.client().socket().setSoLinger(true, 0);
          }
          pair.client().close();
          Expect.equal("ready keys", 1, select.get());
          selector.selectedKeys().clear();
          ByteBuffer sink = ByteBuffer.allocate(10);
          if (reset) {
            Expect.thrown(java.net.SocketException.class, "Connection reset",
                () -> pair.server().read(sink));
          } else {
            Expect.equal("read", -1, pair.server().read(sink));
          }
        }
        Expect.equal("ready keys", 0, selector.selectNow());
        Expect.equal("keys of closed channels", 0, selector.keys().size());
      }
    }
  }

  /** A channel that another thread closes leaves its selector, which goes on. */
  public static void aChannelClosedByAnotherThreadLeavesItsSelector(Net net, long seed)
      throws Exception {
    try (Selector selector = net.channels().openSelector();
        SelectorPair pair = SelectorPair.of(net)) {
      SelectorPair other = SelectorPair.of(net);
      pair.server().register(selector, SelectionKey.OP_READ);
      SelectionKey key = other.server().register(selector, SelectionKey.OP_READ);
      Task<Void> select = Task.run(() -> {
        // The end of the other connection may end a select for nothing.
        while (selector.select(BOUND_MS) == 0) {
          Expect.that("a select ended for nothing while all is open", !key.isValid());
        }
      });
      select.awaitBlocked();
      other.server().close();
      other.client().close();
      pair.client().write(ByteBuffer.allocate(16));
      select.get();
      Expect.equal("selected keys", 1, selector.selectedKeys().size());
      selector.selectNow();
      Expect.equal("keys", 1, selector.keys().size());
    }
  }

  /** A registered channel stays in non-blocking mode, and streams refuse it. */
  public static void aRegisteredChannelStaysNonBlocking(Net net, long seed) throws Exception {
    try (Selector selector = net.channels().openSelector();
        SelectorPair pair = SelectorPair.of(net)) {
      SelectionKey key = pair.server().register(selector, SelectionKey.OP_READ);
      Expect.thrown(IllegalBlockingModeException.class,
          () -> pair.server().configureBlocking(true));
      Expect.thrown(IllegalBlockingModeException.class,
          () -> Channels.newInputStream(pair.server()).read());
      key.cancel();
      pair.server().configureBlocking(true);
      pair.client().write(ByteBuffer.wrap(new byte[]{7}));
      Expect.equal("byte", 7, Channels.newInputStream(pair.server()).read());
    }
  }

  /** Datagrams and pipes, which are the JDK's own, at one selector with a connection. */
  public static void aSelectorServesDatagramsAndPipesToo(Net net, long seed) throws Exception {
    try (Selector selector = net.channels().openSelector();
        SelectorPair pair = SelectorPair.of(net);
        DatagramChannel datagrams = net.channels().openDatagramChannel();
        DatagramChannel sender = net.channels().openDatagramChannel()) {
      Pipe pipe = net.channels().openPipe();
      datagrams.bind(Net.anyPort()).configureBlocking(false);
      pipe.source().configureBlocking(false);
      pair.server().register(selector, SelectionKey.OP_READ);
      datagrams.register(selector, SelectionKey.OP_READ);
      pipe.source().register(selector, SelectionKey.OP_READ);
      Expect.equal("ready keys", 0, selector.selectNow());
      for (int round = 0; round < 3; round++) {
        Task<Integer> select = Task.start(() -> selector.select(BOUND_MS));
        select.awaitBlocked();
        sender.send(ByteBuffer.allocate(5), datagrams.getLocalAddress());
        Expect.equal("ready keys", 1, select.get());
        pipe.sink().write(ByteBuffer.allocate(6));
        pair.client().write(ByteBuffer.allocate(7));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MS);
        while (selector.selectedKeys().size() < 3) {
          // It returns at once, as the datagram is still there.
          selector.select(BOUND_MS);
          Expect.that("the others become ready", System.nanoTime() < end);
        }
        ByteBuffer sink = ByteBuffer.allocate(100);
        datagrams.receive(sink);
        pipe.source().read(sink);
        pair.server().read(sink);
        Expect.equal("bytes of all three", 18, sink.position());
        selector.selectedKeys().clear();
        Expect.equal("ready keys", 0, selector.selectNow());
      }
      datagrams.keyFor(selector).cancel();
      datagrams.close();
      pipe.source().close();
      pipe.sink().close();
      selector.selectNow();
      Expect.equal("keys", 1, selector.keys().size());
    }
  }
}
