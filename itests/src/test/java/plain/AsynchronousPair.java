package plain;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Both ends of one connection of asynchronous channels, in a group of their own. */
record AsynchronousPair(
    AsynchronousChannelGroup group,
    AsynchronousSocketChannel client,
    AsynchronousSocketChannel server) implements AutoCloseable {

  static final long BOUND_SECONDS = 30;

  /** {@return a group of so many threads} */
  static AsynchronousChannelGroup group(Net net, int threads) throws IOException {
    return net.asynchronous()
      .openAsynchronousChannelGroup(threads, Executors.defaultThreadFactory());
  }

  /** Ends a group with all that is in it. */
  static void end(AsynchronousChannelGroup group) throws Exception {
    group.shutdownNow();
    Expect.that("the group ends within " + BOUND_SECONDS + " s",
        group.awaitTermination(BOUND_SECONDS, TimeUnit.SECONDS));
  }

  static AsynchronousServerSocketChannel listen(Net net, AsynchronousChannelGroup group)
      throws IOException {
    return net.asynchronous()
      .openAsynchronousServerSocketChannel(group)
      .bind(Net.anyPort(), Net.BACKLOG);
  }

  static AsynchronousPair of(Net net) throws Exception {
    AsynchronousChannelGroup group = group(net, 2);
    try (AsynchronousServerSocketChannel listener = listen(net, group)) {
      AsynchronousSocketChannel client =
          net.asynchronous().openAsynchronousSocketChannel(group);
      get(client.connect(listener.getLocalAddress()));
      return new AsynchronousPair(group, client, get(listener.accept()));
    } catch (Exception e) {
      end(group);
      throw e;
    }
  }

  /** {@return the result, waited for within a bound} */
  static <T> T get(Future<T> future) throws Exception {
    return future.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    end(group);
  }
}
