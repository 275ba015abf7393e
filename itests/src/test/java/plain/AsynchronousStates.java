package plain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * An asynchronous channel and a listener in some state.
 *
 * @param group of both
 * @param channel whose calls are tried
 * @param peer the other end, or null
 * @param listener whose calls are tried
 * @param somewhere where something listens
 */
record AsynchronousStates(
    AsynchronousChannelGroup group, AsynchronousSocketChannel channel,
    AsynchronousSocketChannel peer, AsynchronousServerSocketChannel listener,
    SocketAddress somewhere) implements AutoCloseable {

  private static final InetSocketAddress NOWHERE =
      InetSocketAddress.createUnresolved("nowhere.invalid", 1);

  /** {@return an unconnected channel and an unbound listener} */
  static AsynchronousStates fresh(Net net, SocketAddress somewhere) throws IOException {
    AsynchronousChannelGroup group = AsynchronousPair.group(net, 2);
    return new AsynchronousStates(group,
        net.asynchronous().openAsynchronousSocketChannel(group), null,
        net.asynchronous().openAsynchronousServerSocketChannel(group), somewhere);
  }

  /** {@return a connected channel, whose peer has sent a byte, and a listener} */
  static AsynchronousStates connected(Net net) throws Exception {
    AsynchronousChannelGroup group = AsynchronousPair.group(net, 2);
    AsynchronousServerSocketChannel listener = AsynchronousPair.listen(net, group);
    AsynchronousSocketChannel client = net.asynchronous().openAsynchronousSocketChannel(group);
    AsynchronousPair.get(client.connect(listener.getLocalAddress()));
    AsynchronousSocketChannel server = AsynchronousPair.get(listener.accept());
    AsynchronousPair.get(client.write(ByteBuffer.allocate(1)));
    return new AsynchronousStates(group, server, client, listener, listener.getLocalAddress());
  }

  /** {@return the calls of channels} */
  static StateTable<AsynchronousStates> calls() {
    return transfers()
      .call("connect", s -> end(s.channel.connect(s.somewhere)))
      .run("connect-null", s -> s.channel.connect(null))
      .run("connect-unresolved", s -> s.channel.connect(NOWHERE))
      .run("connect-unix", s -> s.channel.connect(UnixDomainSocketAddress.of("/nowhere")))
      .run("connect-no-handler", s -> s.channel.connect(s.somewhere, null, null))
      .run("bind", s -> s.channel.bind(null))
      .run("bind-unresolved", s -> s.channel.bind(NOWHERE))
      .run("shutdownInput", s -> s.channel.shutdownInput())
      .run("shutdownOutput", s -> s.channel.shutdownOutput())
      .call("isOpen", s -> s.channel.isOpen())
      .call("getLocalAddress", s -> s.channel.getLocalAddress())
      .call("getRemoteAddress", s -> s.channel.getRemoteAddress())
      .call("getOption", s -> s.channel.getOption(StandardSocketOptions.TCP_NODELAY))
      .run("getOption-other", s -> s.channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
      .run("setOption", s -> s.channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true))
      .run("close", s -> s.channel.close());
  }

  private static StateTable<AsynchronousStates> transfers() {
    return new StateTable<AsynchronousStates>()
      .call("read", s -> end(s.channel.read(ByteBuffer.allocate(8))))
      .call("read-handler", s -> {
        Promise<Integer> told = new Promise<>();
        s.channel.read(ByteBuffer.allocate(8), null, told);
        return end(told);
      })
      .run("read-no-handler", s -> s.channel.read(ByteBuffer.allocate(8), null, null))
      .run("read-null", s -> s.channel.read(null))
      .run("read-read-only", s -> s.channel.read(ByteBuffer.allocate(8).asReadOnlyBuffer()))
      .call("read-nothing", s -> end(s.channel.read(ByteBuffer.allocate(0))))
      .call("scatter", s -> end(scatter(s.channel, buffers(), 0, 2)))
      .run("scatter-offset", s -> scatter(s.channel, buffers(), 1, 2))
      .run("scatter-null", s -> scatter(s.channel, new ByteBuffer[]{null}, 0, 1))
      .call("write", s -> end(s.channel.write(ByteBuffer.allocate(8))))
      .run("write-null", s -> s.channel.write(null))
      .call("write-nothing", s -> end(s.channel.write(ByteBuffer.allocate(0))))
      .call("gather", s -> end(gather(s.channel, buffers(), 0, 2)))
      .run("gather-offset", s -> gather(s.channel, buffers(), -1, 1));
  }

  /** {@return the calls of listeners} */
  static StateTable<AsynchronousStates> callsOfListener(Net net) {
    return new StateTable<AsynchronousStates>()
      .call("accept", s -> s.accept(s.listener.accept(), net))
      .call("accept-handler", s -> {
        Promise<AsynchronousSocketChannel> told = new Promise<>();
        s.listener.accept(null, told);
        return s.accept(told, net);
      })
      .run("accept-no-handler", s -> s.listener.accept(null, null))
      .run("bind", s -> s.listener.bind(Net.anyPort()))
      .run("bind-null", s -> s.listener.bind(null, 3))
      .run("bind-unresolved", s -> s.listener.bind(NOWHERE))
      .run("bind-unix", s -> s.listener.bind(UnixDomainSocketAddress.of("/nowhere")))
      .call("isOpen", s -> s.listener.isOpen())
      .call("getLocalAddress", s -> s.listener.getLocalAddress())
      .call("getOption", s -> s.listener.getOption(StandardSocketOptions.SO_REUSEPORT))
      .run("getOption-other", s -> s.listener.getOption(StandardSocketOptions.TCP_NODELAY))
      .run("setOption", s -> s.listener.setOption(StandardSocketOptions.SO_RCVBUF, 100_000))
      .run("close", s -> s.listener.close());
  }

  private static ByteBuffer[] buffers() {
    return new ByteBuffer[]{ByteBuffer.allocate(3), ByteBuffer.allocateDirect(4)};
  }

  private static Future<Long> scatter(
      AsynchronousSocketChannel channel, ByteBuffer[] buffers, int offset, int length) {
    Promise<Long> told = new Promise<>();
    channel.read(buffers, offset, length, 0, TimeUnit.SECONDS, null, told);
    return told;
  }

  private static Future<Long> gather(
      AsynchronousSocketChannel channel, ByteBuffer[] buffers, int offset, int length) {
    Promise<Long> told = new Promise<>();
    channel.write(buffers, offset, length, 0, TimeUnit.SECONDS, null, told);
    return told;
  }

  /** {@return what an accept comes to while somebody connects} */
  private Object accept(Future<AsynchronousSocketChannel> begun, Net net) throws Exception {
    if (begun.isDone() || !listener.isOpen()) {
      return end(begun);
    }
    try (AsynchronousSocketChannel client =
        net.asynchronous().openAsynchronousSocketChannel(group)) {
      AsynchronousPair.get(client.connect(listener.getLocalAddress()));
      return end(begun);
    }
  }

  /** {@return the result, or the failure of the operation} */
  private static Object end(Future<?> operation) throws Exception {
    try {
      Object result = AsynchronousPair.get(operation);
      return result instanceof AsynchronousSocketChannel ? "channel" : result;
    } catch (ExecutionException e) {
      return "later:" + e.getCause().getClass().getSimpleName().replace("Exception", "");
    }
  }

  @Override
  public void close() throws Exception {
    AsynchronousPair.end(group);
  }
}
