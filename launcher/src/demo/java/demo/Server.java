package demo;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;

/**
 * An ordinary server of ordinary sockets. One port keeps a file for its clients and gives it back
 * (java.net), the other one echoes (SocketChannel). Prints both ports; ends when its input ends.
 */
public final class Server {

  static final int PUT = 'P';
  static final int GET = 'G';
  private static final int CHUNK = 64 * 1024;

  private static byte[] kept = new byte[0];

  private Server() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerSocket files = new ServerSocket(0, 50, loopback);
    ServerSocketChannel echoes = ServerSocketChannel.open();
    echoes.bind(new InetSocketAddress(loopback, 0));
    daemon(() -> acceptFiles(files));
    daemon(() -> acceptEchoes(echoes));
    System.out.println(
        files.getLocalPort() + " " + ((InetSocketAddress) echoes.getLocalAddress()).getPort());
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }

  private static void acceptFiles(ServerSocket listener) throws Exception {
    while (true) {
      Socket client = listener.accept();
      daemon(() -> serveFiles(client));
    }
  }

  private static void acceptEchoes(ServerSocketChannel listener) throws Exception {
    while (true) {
      SocketChannel client = listener.accept();
      daemon(() -> echo(client));
    }
  }

  private static void serveFiles(Socket client) throws Exception {
    try (Socket closing = client) {
      client.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      for (int request = in.read(); request >= 0; request = in.read()) {
        if (request == PUT) {
          kept = new byte[in.readInt()];
          receive(in, kept);
          out.writeByte('K');
        } else {
          out.writeInt(kept.length);
          send(kept, out);
        }
        out.write(MessageDigest.getInstance("SHA-256").digest(kept));
        out.flush();
      }
    }
  }

  static void receive(InputStream in, byte[] into) throws IOException {
    int got = 0;
    while (got < into.length) {
      int n = in.read(into, got, Math.min(CHUNK, into.length - got));
      if (n < 0) {
        throw new IOException("the stream ends after " + got + " of " + into.length + " bytes");
      }
      got += n;
    }
  }

  static void send(byte[] bytes, OutputStream out) throws IOException {
    for (int at = 0; at < bytes.length; at += CHUNK) {
      out.write(bytes, at, Math.min(CHUNK, bytes.length - at));
    }
    out.flush();
  }

  private static void echo(SocketChannel client) throws Exception {
    try (SocketChannel closing = client) {
      client.socket().setTcpNoDelay(true);
      ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
      while (client.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          client.write(buffer);
        }
        buffer.clear();
      }
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (Exception e) {
        System.err.println("server: " + e);
      }
    });
    thread.setDaemon(true);
    thread.start();
  }
}
