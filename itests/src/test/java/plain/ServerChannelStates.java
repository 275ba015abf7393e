package plain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A listening channel in some state, with what belongs to it.
 *
 * @param channel whose calls are tried
 * @param client that waits to be accepted, or null
 * @param selector of the same provider
 */
record ServerChannelStates(
    ServerSocketChannel channel, SocketChannel client, Selector selector)
    implements
      AutoCloseable {

  static ServerChannelStates unbound(Net net) throws IOException {
    return new ServerChannelStates(net.channels().openServerSocketChannel(), null,
        net.channels().openSelector());
  }

  /** {@return a listener to which somebody has connected} */
  static ServerChannelStates listening(Net net) throws IOException {
    ServerSocketChannel channel = net.listenChannel();
    return new ServerChannelStates(channel, net.connectChannel(Net.addressOf(channel)),
        net.channels().openSelector());
  }

  /** {@return the same channel in non-blocking mode, with the client waiting} */
  ServerChannelStates nonBlocking() throws IOException {
    channel.configureBlocking(false);
    if (client != null) {
      SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT);
      Expect.that("the client is there", selector.select(20_000) == 1);
      key.cancel();
      selector.selectNow();
    }
    return this;
  }

  /** {@return the calls of such channels} */
  static StateTable<ServerChannelStates> calls() {
    return new StateTable<ServerChannelStates>()
      .call("accept", s -> isGot(s.channel.accept()))
      .run("bind", s -> s.channel.bind(Net.anyPort()))
      .run("bind-null", s -> s.channel.bind(null, 3))
      .run("bind-unresolved",
          s -> s.channel.bind(InetSocketAddress.createUnresolved("nowhere.invalid", 1)))
      .run("bind-unix", s -> s.channel.bind(UnixDomainSocketAddress.of("/nowhere")))
      .call("isOpen", s -> s.channel.isOpen())
      .call("getLocalAddress", s -> s.channel.getLocalAddress())
      .call("getOption", s -> s.channel.getOption(StandardSocketOptions.SO_REUSEPORT))
      .call("getOption-other", s -> s.channel.getOption(StandardSocketOptions.TCP_NODELAY))
      .run("setOption", s -> s.channel.setOption(StandardSocketOptions.SO_RCVBUF, 100_000))
      .run("setOption-null", s -> s.channel.setOption(null, 1))
      .call("register", s -> s.channel.register(s.selector, 0).interestOps())
      .call("register-read",
          s -> s.channel.register(s.selector, SelectionKey.OP_READ).isValid())
      .run("configureBlocking", s -> s.channel.configureBlocking(true))
      .call("isBlocking", s -> s.channel.isBlocking())
      .call("socket.accept", s -> isGot(s.channel.socket().accept()))
      .call("socket.accept-time", s -> {
        s.channel.socket().setSoTimeout(20_000);
        return isGot(s.channel.socket().accept());
      })
      .run("socket.bind", s -> s.channel.socket().bind(null))
      .call("socket.isBound", s -> s.channel.socket().isBound())
      .call("socket.isClosed", s -> s.channel.socket().isClosed())
      .call("socket.getChannel", s -> s.channel.socket().getChannel() == s.channel)
      .run("close", s -> s.channel.close());
  }

  private static boolean isGot(AutoCloseable accepted) throws Exception {
    if (accepted == null) {
      return false;
    }
    accepted.close();
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
    if (client != null) {
      client.close();
    }
  }
}
