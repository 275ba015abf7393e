package plain;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A client or a server that goes through all scenarios, with sockets first and with channels then,
 * and prints a line for each.
 */
public final class Pair {

  private Pair() {}

  /**
   * Runs one side.
   *
   * @param arguments {@code server}, which prints its two ports first, or {@code client} and the
   *     ports
   */
  public static void main(String... arguments) throws Exception {
    if (arguments[0].equals("server")) {
      serve();
    } else {
      connect(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }
  }

  private static void serve() throws Exception {
    try (ServerSocket sockets = new ServerSocket(0, Net.BACKLOG, Net.loopback());
        ServerSocketChannel channels = ServerSocketChannel.open().bind(Net.anyPort())) {
      System.out.println(sockets.getLocalPort() + " " + Net.addressOf(channels).getPort());
      for (Scenario scenario : Scenario.values()) {
        if (scenario != Scenario.CHANNEL) {
          try (Socket socket = sockets.accept()) {
            System.out.println("server socket " + scenario + ": " + scenario.server(socket));
          }
        }
      }
      for (Scenario scenario : Scenario.values()) {
        try (SocketChannel channel = channels.accept()) {
          System.out
            .println("server channel " + scenario + ": " + scenario.server(channel.socket()));
        }
      }
    }
  }

  private static void connect(int port, int channelPort) throws Exception {
    for (Scenario scenario : Scenario.values()) {
      if (scenario != Scenario.CHANNEL) {
        try (Socket socket = new Socket(Net.loopback(), port)) {
          System.out.println("client socket " + scenario + ": " + scenario.client(socket));
        }
      }
    }
    InetSocketAddress address = new InetSocketAddress(Net.loopback(), channelPort);
    for (Scenario scenario : Scenario.values()) {
      try (SocketChannel channel = SocketChannel.open(address)) {
        System.out.println("client channel " + scenario + ": " + scenario.client(channel.socket()));
      }
    }
  }
}
