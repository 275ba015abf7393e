package plain;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server that reads when it is told to, and how the connection ends; and the clients that it
 * needs. The test kills the client.
 */
public final class Drain {

  private static final Pattern PATTERN = new Pattern(11);
  private static final int BLOCK = 40_000;

  private Drain() {}

  /**
   * Runs one side.
   *
   * @param arguments {@code server}, how many bytes it sends first and its port, 0 for any; or
   *     {@code client}, the port and how many bytes it sends before it does nothing more, 0 for ever
   */
  public static void main(String... arguments) throws Exception {
    if (arguments[0].equals("server")) {
      serve(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    } else {
      send(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }
  }

  private static void serve(int sendFirst, int port) throws IOException {
    try (ServerSocket listener = new ServerSocket(port, Net.BACKLOG, Net.loopback())) {
      System.out.println(listener.getLocalPort());
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write(new byte[sendFirst]);
        System.out.println("accepted");
        System.in.read();
        read(socket.getInputStream());
      }
    }
  }

  private static void read(InputStream in) {
    byte[] buffer = new byte[BLOCK];
    long position = 0;
    String end = "end of stream";
    try {
      int read = in.read(buffer);
      while (read >= 0) {
        PATTERN.verify(buffer, 0, read, position);
        position += read;
        read = in.read(buffer);
      }
    } catch (IOException e) {
      end = e.toString();
    }
    System.out.println("read " + position);
    System.out.println(end);
  }

  private static void send(int port, int size) throws Exception {
    try (Socket socket = new Socket(Net.loopback(), port)) {
      long position = 0;
      while (size == 0 || position < size) {
        int length = size == 0 ? BLOCK : (int) Math.min(BLOCK, size - position);
        socket.getOutputStream().write(PATTERN.bytes(position, length));
        position += length;
        if (position == length) {
          System.out.println("sending");
        }
      }
      System.out.println("sent");
      Thread.currentThread().join();
    }
  }
}
