package plain;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Listening, connecting, accepting. */
public final class ListenerChecks {

  private static final int CLIENTS = 12;
  private static final int CONNECT_TIMEOUT_MS = 400;

  private ListenerChecks() {}

  /** LIS-3: connect completes before accept is called, so that one thread can do both. */
  public static void oneThreadBindsConnectsAndAccepts(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net); ChannelPair channels = ChannelPair.of(net)) {
      pair.clientOut().write(1);
      Expect.equal("byte", 1, pair.serverIn().read());
      Expect.equal("write", 3, channels.client().write(ByteBuffer.allocate(3)));
      Expect.equal("read", 3, channels.server().read(ByteBuffer.allocate(9)));
    }
  }

  /** What one end calls its own address the other calls its peer's. */
  public static void bothEndsAgreeOnTheirAddresses(Net net, long seed) throws Exception {
    try (ServerSocket listener = net.listen();
        Socket client = net.connect(Net.addressOf(listener));
        Socket server = listener.accept();
        ChannelPair channels = ChannelPair.of(net)) {
      Expect.equal("peer of the client", Net.addressOf(listener), client.getRemoteSocketAddress());
      Expect.equal("peer of the server", client.getLocalSocketAddress(),
          server.getRemoteSocketAddress());
      Expect.equal("address of the server", Net.addressOf(listener),
          server.getLocalSocketAddress());
      Expect.equal("peer of the server's channel", channels.client().getLocalAddress(),
          channels.server().getRemoteAddress());
      Expect.equal("peer of the client's channel", channels.server().getLocalAddress(),
          channels.client().getRemoteAddress());
    }
  }

  /** A client that is bound keeps its address. */
  public static void aBoundClientKeepsItsAddress(Net net, long seed) throws Exception {
    try (ServerSocket listener = net.listen(); Socket client = net.socket()) {
      client.bind(Net.anyPort());
      InetSocketAddress bound = (InetSocketAddress) client.getLocalSocketAddress();
      client.connect(Net.addressOf(listener));
      try (Socket server = listener.accept()) {
        Expect.equal("peer of the server", bound, server.getRemoteSocketAddress());
      }
    }
  }

  /** A listener on all addresses is reached through one of them. */
  public static void wildcardListenersAreReached(Net net, long seed) throws Exception {
    try (ServerSocket listener = net.servers().createServerSocket(0, Net.BACKLOG)) {
      InetSocketAddress address =
          new InetSocketAddress(Net.loopback(), listener.getLocalPort());
      try (Socket client = net.connect(address); Socket server = listener.accept()) {
        client.getOutputStream().write(4);
        Expect.equal("byte", 4, server.getInputStream().read());
        Expect.equal("address of the server", address, server.getLocalSocketAddress());
      }
    }
  }

  /** IPv6 as IPv4. */
  public static void ipv6LoopbackIsReached(Net net, long seed) throws Exception {
    InetAddress loopback = InetAddress.getByName("::1");
    try (ServerSocket listener = net.servers().createServerSocket(0, Net.BACKLOG, loopback);
        Socket client = net.connect(Net.addressOf(listener));
        Socket server = listener.accept()) {
      client.getOutputStream().write(6);
      Expect.equal("byte", 6, server.getInputStream().read());
    }
  }

  /** Accept gives connections in the order in which they arrived. */
  public static void acceptKeepsTheOrderOfArrival(Net net, long seed) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (ServerSocket listener = net.listen()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(net.connect(Net.addressOf(listener)));
      }
      for (Socket client : clients) {
        try (Socket server = listener.accept()) {
          Expect.equal("peer", client.getLocalSocketAddress(), server.getRemoteSocketAddress());
        }
      }
    } finally {
      close(clients);
    }
  }

  /** LIS-3: closing a listener resets what was not accepted. */
  public static void closingAListenerResetsWhatWasNotAccepted(Net net, long seed)
      throws Exception {
    ServerSocket listener = net.listen();
    try (Socket client = net.connect(Net.addressOf(listener))) {
      Task<Integer> reader = Task.start(() -> client.getInputStream().read());
      reader.awaitBlocked();
      listener.close();
      SocketException reset = Expect.exactly(SocketException.class, reader.failure());
      Expect.equal("message", "Connection reset", reset.getMessage());
    }
  }

  /** What was accepted outlives its listener. */
  public static void acceptedConnectionsOutliveTheirListener(Net net, long seed)
      throws Exception {
    ServerSocketChannel listener = net.listenChannel();
    try (SocketChannel client = net.connectChannel(Net.addressOf(listener));
        SocketChannel server = listener.accept()) {
      listener.close();
      Expect.equal("write", 3, client.write(ByteBuffer.allocate(3)));
      Expect.equal("read", 3, server.read(ByteBuffer.allocate(9)));
    }
  }

  /** Where nobody listens a connection is refused. */
  public static void connectIsRefusedWhereNobodyListens(Net net, long seed) throws Exception {
    InetSocketAddress address;
    try (ServerSocket listener = net.listen()) {
      address = Net.addressOf(listener);
    }
    Expect.thrown(ConnectException.class, "Connection refused", () -> net.connect(address));
    Expect.thrown(ConnectException.class, "Connection refused", () -> net.connectChannel(address));
    try (Socket socket = net.socket()) {
      Expect.thrown(ConnectException.class, "Connection refused",
          () -> socket.connect(address, Net.PATIENCE_MS));
    }
  }

  /** CON-5: with the backlog full a connection attempt lasts until its time is over. */
  public static void aFullBacklogLetsConnectTimeOut(Net net, long seed) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (ServerSocket listener = net.servers().createServerSocket(0, 1, Net.loopback())) {
      InetSocketAddress address = Net.addressOf(listener);
      Expect.thrown(SocketTimeoutException.class, () -> {
        for (int i = 0; i < CLIENTS; i++) {
          Socket client = net.socket();
          clients.add(client);
          // There is room for the first.
          client.connect(address, i == 0 ? Net.PATIENCE_MS : CONNECT_TIMEOUT_MS);
        }
      });
      clients.removeLast().close();
      Expect.that("one was connected at least", !clients.isEmpty());
      for (Socket client : clients) {
        client.getOutputStream().write(8);
        try (Socket server = listener.accept()) {
          Expect.equal("byte", 8, server.getInputStream().read());
        }
      }
      try (Socket client = net.connect(address); Socket server = listener.accept()) {
        client.getOutputStream().write(2);
        Expect.equal("byte", 2, server.getInputStream().read());
      }
    } finally {
      close(clients);
    }
  }

  /** The port of a closed listener can be used again. */
  public static void aPortCanBeListenedOnAgain(Net net, long seed) throws Exception {
    int port = 0;
    for (int round = 0; round < 3; round++) {
      try (ServerSocket listener = net.servers().createServerSocket()) {
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(Net.loopback(), port), Net.BACKLOG);
        port = listener.getLocalPort();
        try (Socket client = net.connect(Net.addressOf(listener));
            Socket server = listener.accept()) {
          server.getOutputStream().write(round);
          Expect.equal("byte", round, client.getInputStream().read());
        }
      }
    }
  }

  private static void close(List<Socket> sockets) throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
