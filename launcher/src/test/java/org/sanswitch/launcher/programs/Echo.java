package org.sanswitch.launcher.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends a byte through a pair of sockets and through a pair of channels, and prints both. */
public final class Echo {

  private Echo() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(sockets() + " " + channels());
  }

  private static int sockets() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      client.getOutputStream().write(7);
      return server.getInputStream().read();
    }
  }

  private static int channels() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open();
        SocketChannel client = SocketChannel.open();
        Selector selector = Selector.open()) {
      listener.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client.connect(listener.getLocalAddress());
      try (SocketChannel server = listener.accept()) {
        client.write(ByteBuffer.wrap(new byte[]{8}));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_READ);
        selector.select();
        ByteBuffer one = ByteBuffer.allocate(1);
        server.read(one);
        return one.get(0);
      }
    }
  }
}
