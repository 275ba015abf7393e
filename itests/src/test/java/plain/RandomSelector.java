package plain;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Rounds of connections at one selector, while another thread does them harm. */
final class RandomSelector {

  private static final int MOST_PAIRS = 6;
  private static final int MOST_BYTES = 400_000;
  private static final int MOST_BLOCK = 150_000;
  private static final int LONGEST_PAUSE_NANOS = 1_000_000;
  private static final int BOTH = SelectionKey.OP_READ | SelectionKey.OP_WRITE;

  private final Net net;
  private final Random random;

  RandomSelector(Net net, long seed) {
    this.net = net;
    this.random = new Random(seed);
  }

  /** Opens some connections and serves them until all have ended. */
  void round() throws Exception {
    List<Flow> flows = new ArrayList<>();
    try (Selector selector = net.channels().openSelector()) {
      int pairs = 1 + random.nextInt(MOST_PAIRS);
      for (int i = 0; i < pairs; i++) {
        open(flows);
      }
      Random choices = new Random(random.nextLong());
      Task.Kind kind = random.nextBoolean() ? Task.Kind.PLATFORM : Task.Kind.VIRTUAL;
      Task<Void> serving = Task.run(kind, () -> serve(selector, flows, choices));
      Harm harm = new Harm(selector, serving.thread(), random);
      while (!serving.isDone()) {
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        harm.one(flows.get(random.nextInt(flows.size())));
        // A selector need not notice by itself that a key or a channel is gone.
        selector.wakeup();
      }
      serving.get();
    } finally {
      for (Flow flow : flows) {
        flow.channel().close();
      }
    }
  }

  private void open(List<Flow> flows) throws Exception {
    SelectorPair pair = SelectorPair.of(net);
    long size = 1 + random.nextInt(MOST_BYTES);
    int block = 1 + random.nextInt(MOST_BLOCK);
    long there = random.nextLong();
    long back = random.nextLong();
    Flow client = new Flow(pair.client(), there, back, size, block, random.nextBoolean());
    Flow server = new Flow(pair.server(), back, there, size, block, random.nextBoolean());
    client.peer(server);
    server.peer(client);
    flows.add(client);
    flows.add(server);
  }

  private static void serve(Selector selector, List<Flow> flows, Random choices) throws Exception {
    while (!flows.stream().allMatch(Flow::isOver)) {
      for (Flow flow : flows) {
        register(selector, flow);
      }
      select(selector, choices);
      var _ = Thread.interrupted();
      for (SelectionKey key : selector.selectedKeys()) {
        ((Flow) key.attachment()).goOrFail(key);
      }
      selector.selectedKeys().clear();
    }
  }

  /** A key that was cancelled comes back, once the selector has let go of it. */
  private static void register(Selector selector, Flow flow) throws IOException {
    if (!flow.isOver() && flow.channel().keyFor(selector) == null) {
      try {
        flow.channel().register(selector, BOTH, flow);
      } catch (IOException | CancelledKeyException e) {
        flow.failed(e);
      }
    }
  }

  private static void select(Selector selector, Random choices) throws IOException {
    switch (choices.nextInt(4)) {
      case 0 -> selector.select();
      case 1 -> selector.selectNow();
      case 2 -> selector.select(1 + choices.nextInt(5));
      default -> selector.select(key -> ((Flow) key.attachment()).goOrFail(key), 5);
    }
  }

  /** What the other thread does. */
  private record Harm(Selector selector, Thread victim, Random random) {

    void one(Flow flow) throws IOException {
      SelectionKey key = flow.channel().keyFor(selector);
      try {
        switch (random.nextInt(12)) {
          case 0 -> flow.close();
          case 1 -> {
            flow.disturb();
            flow.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
            flow.close();
          }
          case 2, 3 -> victim.interrupt();
          case 4, 5, 6 -> {
            if (key != null) {
              key.cancel();
            }
          }
          case 7, 8 -> {
            if (key != null) {
              key.interestOpsOr(BOTH);
            }
          }
          default -> {
          }
        }
      } catch (IOException | CancelledKeyException e) {
        // It is closed already.
      }
    }
  }
}
