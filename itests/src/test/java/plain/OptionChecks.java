package plain;

import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/** Options and urgent data. */
public final class OptionChecks {

  private OptionChecks() {}

  /** SES-8: with SO_OOBINLINE urgent bytes stand in the stream where they were sent. */
  public static void urgentDataStandsInTheStreamWhenInline(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      pair.server().setOOBInline(true);
      Expect.that("SO_OOBINLINE is set", pair.server().getOOBInline());
      pair.clientOut().write(new byte[]{'a', 'b'});
      pair.client().sendUrgentData('X');
      pair.clientOut().write(new byte[]{'c', 'd'});
      pair.client().shutdownOutput();
      Expect.equal("stream", "abXcd", new String(pair.serverIn().readAllBytes()));
    }
  }

  /** SES-8: without it they are discarded, and nothing else is. */
  public static void urgentDataIsDiscardedWhenNotInline(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      Expect.that("SO_OOBINLINE is not set", !pair.server().getOOBInline());
      pair.clientOut().write(new byte[]{'a', 'b'});
      pair.client().sendUrgentData('X');
      pair.clientOut().write(new byte[]{'c', 'd'});
      pair.client().shutdownOutput();
      Expect.equal("stream", "abcd", new String(pair.serverIn().readAllBytes()));
    }
  }

  /** What was set before and after connecting can be read back. */
  public static void socketOptionsAreKept(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      Socket socket = pair.client();
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.setSoLinger(true, 3);
      socket.setSoTimeout(1234);
      Expect.that("TCP_NODELAY is set", socket.getTcpNoDelay());
      Expect.that("SO_KEEPALIVE is set", socket.getKeepAlive());
      Expect.equal("SO_LINGER", 3, socket.getSoLinger());
      Expect.equal("SO_TIMEOUT", 1234, socket.getSoTimeout());
      Expect.that("SO_RCVBUF is more than 0", socket.getReceiveBufferSize() > 0);
      Expect.that("SO_SNDBUF is more than 0", socket.getSendBufferSize() > 0);
      socket.setSoLinger(false, 0);
      Expect.equal("SO_LINGER", -1, socket.getSoLinger());
    }
  }

  /** The same for channels, with options set before they connect. */
  public static void channelOptionsAreKept(Net net, long seed) throws Exception {
    try (var listener = net.listenChannel(); var client = net.channels().openSocketChannel()) {
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      client.connect(Net.addressOf(listener));
      try (var server = listener.accept()) {
        Expect.equal("TCP_NODELAY", true, client.getOption(StandardSocketOptions.TCP_NODELAY));
        Expect.equal("SO_KEEPALIVE", true, client.getOption(StandardSocketOptions.SO_KEEPALIVE));
        Expect.that("options are told",
            client.supportedOptions().contains(StandardSocketOptions.SO_RCVBUF));
        Expect.equal("write", 5, client.write(ByteBuffer.allocate(5)));
        Expect.equal("read", 5, server.read(ByteBuffer.allocate(9)));
      }
    }
  }
}
