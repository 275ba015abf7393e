package plain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A channel in some state, with what belongs to it.
 *
 * @param channel whose calls are tried
 * @param peer the other end, or null
 * @param selector of the same provider
 * @param somewhere where something listens
 */
record SocketChannelStates(
    SocketChannel channel, SocketChannel peer, Selector selector, InetSocketAddress somewhere)
    implements
      AutoCloseable {

  private static final InetSocketAddress NOWHERE =
      InetSocketAddress.createUnresolved("nowhere.invalid", 1);

  /** {@return a channel that has not been connected} */
  static SocketChannelStates unconnected(Net net, InetSocketAddress somewhere)
      throws IOException {
    return new SocketChannelStates(net.channels().openSocketChannel(), null,
        net.channels().openSelector(), somewhere);
  }

  /** {@return a channel whose peer has sent a byte} */
  static SocketChannelStates connected(Net net, InetSocketAddress somewhere)
      throws IOException {
    ChannelPair pair = ChannelPair.of(net);
    pair.server().write(ByteBuffer.allocate(1));
    return new SocketChannelStates(pair.client(), pair.server(), net.channels().openSelector(),
        somewhere);
  }

  /** {@return the same channel in non-blocking mode, the byte being there} */
  SocketChannelStates nonBlocking() throws IOException {
    channel.configureBlocking(false);
    if (peer != null) {
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      Expect.that("the byte comes", selector.select(20_000) == 1);
      key.cancel();
      selector.selectNow();
    }
    return this;
  }

  /** {@return the calls of such channels} */
  static StateTable<SocketChannelStates> calls() {
    return transfers()
      .call("connect", s -> s.channel.connect(s.somewhere))
      .call("connect-null", s -> s.channel.connect(null))
      .call("connect-unresolved", s -> s.channel.connect(NOWHERE))
      .call("connect-unix",
          s -> s.channel.connect(UnixDomainSocketAddress.of("/nowhere")))
      .call("finishConnect", s -> s.channel.finishConnect())
      .run("bind", s -> s.channel.bind(null))
      .run("bind-unresolved", s -> s.channel.bind(NOWHERE))
      .run("shutdownInput", s -> s.channel.shutdownInput())
      .run("shutdownOutput", s -> s.channel.shutdownOutput())
      .call("isOpen", s -> s.channel.isOpen())
      .call("isConnected", s -> s.channel.isConnected())
      .call("isConnectionPending", s -> s.channel.isConnectionPending())
      .call("getLocalAddress", s -> s.channel.getLocalAddress())
      .call("getRemoteAddress", s -> s.channel.getRemoteAddress())
      .call("getOption", s -> s.channel.getOption(StandardSocketOptions.TCP_NODELAY))
      .call("getOption-other",
          s -> s.channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
      .run("setOption", s -> s.channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true))
      .run("setOption-range", s -> s.channel.setOption(StandardSocketOptions.SO_RCVBUF, -1))
      .call("register", s -> s.channel.register(s.selector, 0).interestOps())
      .call("register-accept",
          s -> s.channel.register(s.selector, SelectionKey.OP_ACCEPT).isValid())
      .run("register-null", s -> s.channel.register(null, 0))
      .run("configureBlocking", s -> s.channel.configureBlocking(true))
      .call("blockingMode", s -> s.channel.isBlocking())
      .call("socket.connect", s -> {
        s.channel.socket().connect(s.somewhere, 20_000);
        return s.channel.isConnected();
      })
      .call("socket.read", s -> s.channel.socket().getInputStream().read())
      .run("socket.write", s -> s.channel.socket().getOutputStream().write(1))
      .run("socket.setSoTimeout", s -> s.channel.socket().setSoTimeout(1))
      .call("socket.isClosed", s -> s.channel.socket().isClosed())
      .run("close", s -> s.channel.close());
  }

  private static StateTable<SocketChannelStates> transfers() {
    return new StateTable<SocketChannelStates>()
      .call("read", s -> s.channel.read(ByteBuffer.allocate(8)))
      .call("read-null", s -> s.channel.read((ByteBuffer) null))
      .call("read-read-only", s -> s.channel.read(ByteBuffer.allocate(8).asReadOnlyBuffer()))
      .call("read-nothing", s -> s.channel.read(ByteBuffer.allocate(0)))
      .call("scatter", s -> s.channel.read(buffers()))
      .call("scatter-null", s -> s.channel.read(new ByteBuffer[]{null}))
      .call("scatter-offset", s -> s.channel.read(buffers(), 1, 2))
      .call("write", s -> s.channel.write(ByteBuffer.allocate(8)))
      .call("write-null", s -> s.channel.write((ByteBuffer) null))
      .call("write-nothing", s -> s.channel.write(ByteBuffer.allocate(0)))
      .call("gather", s -> s.channel.write(buffers()))
      .call("gather-offset", s -> s.channel.write(buffers(), -1, 1))
      .call("transferTo", s -> OneFile.with(file -> file.transferTo(0, 5, s.channel)))
      .call("transferFrom", s -> OneFile.with(file -> file.transferFrom(s.channel, 0, 1)));
  }

  private static ByteBuffer[] buffers() {
    return new ByteBuffer[]{ByteBuffer.allocate(3), ByteBuffer.allocateDirect(4)};
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
    if (peer != null) {
      peer.close();
    }
  }
}
