package plain;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Channels and selectors that are closed while channels are registered with them. */
public final class RegisterChecks {

  private static final int ROUNDS = 200;
  private static final long BOUND_SECONDS = 30;

  private RegisterChecks() {}

  /** A channel: it is registered or closed, and no key of it is left. */
  public static void aChannelClosedWhileItIsRegisteredLeavesNoKey(Net net, long seed)
      throws Exception {
    try (Selector selector = net.channels().openSelector()) {
      AtomicBoolean over = new AtomicBoolean();
      Task<Void> selecting = Task.run(() -> {
        while (!over.get()) {
          selector.select(1);
          selector.selectedKeys().clear();
        }
      });
      for (int round = 0; round < ROUNDS; round++) {
        for (SelectableChannel channel : channels(net)) {
          atOnce(() -> {
            try {
              channel.register(selector, channel.validOps());
            } catch (ClosedChannelException | CancelledKeyException e) {
              Expect.that("it is closed", !channel.isOpen());
            }
          }, channel::close);
        }
      }
      over.set(true);
      selecting.get();
      selector.selectNow();
      Expect.equal("keys of closed channels", 0, selector.keys().size());
    }
  }

  /** A selector: the channel is registered or not, and stays usable with another one. */
  public static void aSelectorClosedWhileAChannelIsRegisteredLetsItGo(Net net, long seed)
      throws Exception {
    try (Selector other = net.channels().openSelector()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (SelectableChannel channel : channels(net)) {
          Selector selector = net.channels().openSelector();
          atOnce(() -> {
            try {
              channel.register(selector, channel.validOps());
            } catch (ClosedSelectorException | CancelledKeyException e) {
              Expect.that("it is closed", !selector.isOpen());
            }
          }, selector::close);
          SelectionKey key = channel.keyFor(selector);
          Expect.that("no key is valid", key == null || !key.isValid());
          Expect.that("it is registered elsewhere", channel.register(other, 0).isValid());
          channel.close();
        }
        other.selectNow();
      }
      Expect.equal("keys of closed channels", 0, other.keys().size());
    }
  }

  private static List<SelectableChannel> channels(Net net) throws Exception {
    return List.of(net.channels().openSocketChannel().configureBlocking(false),
        net.channels().openServerSocketChannel().bind(Net.anyPort()).configureBlocking(false),
        net.channels().openDatagramChannel().configureBlocking(false));
  }

  private static void atOnce(Expect.Body here, Expect.Body there) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    Task<Void> task = Task.run(() -> {
      start.await(BOUND_SECONDS, TimeUnit.SECONDS);
      there.run();
    });
    start.await(BOUND_SECONDS, TimeUnit.SECONDS);
    here.run();
    task.get();
  }
}
