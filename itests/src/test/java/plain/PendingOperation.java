package plain;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * An asynchronous operation that is pending.
 *
 * @param group of the channel
 * @param channel whose operation it is
 * @param told what tells of its end: its future, or its handler
 * @param peers group of the other end; the same where there is none
 */
record PendingOperation(
    AsynchronousChannelGroup group, Channel channel, Future<?> told,
    AsynchronousChannelGroup peers)
    implements
      AutoCloseable {

  /** Makes one for each test. */
  interface Maker {
    PendingOperation make(Net net) throws Exception;
  }

  /** Begins an operation of a channel that is connected. */
  interface OnChannel {
    Future<?> begin(AsynchronousSocketChannel channel);
  }

  /** Begins an accept. */
  interface OnListener {
    Future<?> begin(AsynchronousServerSocketChannel listener);
  }

  /** {@return an operation of a channel whose peer is in a group of its own, and so stays open} */
  static Maker connected(OnChannel operation) {
    return net -> {
      AsynchronousChannelGroup group = AsynchronousPair.group(net, 2);
      AsynchronousChannelGroup peers = AsynchronousPair.group(net, 2);
      try (AsynchronousServerSocketChannel listener = AsynchronousPair.listen(net, group)) {
        AsynchronousSocketChannel client =
            net.asynchronous().openAsynchronousSocketChannel(peers);
        AsynchronousPair.get(client.connect(listener.getLocalAddress()));
        AsynchronousSocketChannel server = AsynchronousPair.get(listener.accept());
        return new PendingOperation(group, server, operation.begin(server), peers);
      }
    };
  }

  static Maker unconnected(OnChannel operation) {
    return net -> {
      AsynchronousChannelGroup group = AsynchronousPair.group(net, 2);
      AsynchronousSocketChannel channel =
          net.asynchronous().openAsynchronousSocketChannel(group);
      return new PendingOperation(group, channel, operation.begin(channel), group);
    };
  }

  static Maker listening(OnListener operation) {
    return net -> {
      AsynchronousChannelGroup group = AsynchronousPair.group(net, 2);
      AsynchronousServerSocketChannel listener = AsynchronousPair.listen(net, group);
      return new PendingOperation(group, listener, operation.begin(listener), group);
    };
  }

  static Future<Integer> readByHandler(AsynchronousSocketChannel channel) {
    Promise<Integer> told = new Promise<>();
    channel.read(ByteBuffer.allocate(8), null, told);
    return told;
  }

  static Future<Long> scatter(AsynchronousSocketChannel channel) {
    Promise<Long> told = new Promise<>();
    channel.read(new ByteBuffer[]{ByteBuffer.allocate(3), ByteBuffer.allocateDirect(4)}, 0, 2,
        0, TimeUnit.SECONDS, null, told);
    return told;
  }

  static Future<Void> connectByHandler(AsynchronousSocketChannel channel, SilentListener to) {
    Promise<Void> told = new Promise<>();
    channel.connect(to.address(), null, told);
    return told;
  }

  static Future<AsynchronousSocketChannel> acceptByHandler(
      AsynchronousServerSocketChannel listener) {
    Promise<AsynchronousSocketChannel> told = new Promise<>();
    listener.accept(null, told);
    return told;
  }

  /** What ends it. */
  interface Event {
    void happen(PendingOperation operation) throws Exception;
  }

  /** {@return how it ends, and what is still open then} */
  String end(Event event) throws Exception {
    Expect.that("it is pending", !told.isDone());
    event.happen(this);
    return outcome() + (channel.isOpen() ? "-open" : "");
  }

  private String outcome() throws Exception {
    try {
      return "" + AsynchronousPair.get(told);
    } catch (CancellationException e) {
      return "Cancelled";
    } catch (ExecutionException e) {
      return e.getCause().getClass().getSimpleName().replace("Exception", "");
    }
  }

  @Override
  public void close() throws Exception {
    channel.close();
    AsynchronousPair.end(group);
    AsynchronousPair.end(peers);
  }
}
