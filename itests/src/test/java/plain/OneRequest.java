package plain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** One connection by {@code java.net}: the server sends back what it gets. */
public final class OneRequest {

  private static final int SIZE = 50_000;

  private OneRequest() {}

  /** As a server prints its port; as a client takes a host and a port, and prints what came back. */
  public static void main(String... arguments) throws IOException {
    if (arguments[0].equals("server")) {
      try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        System.out.println(listener.getLocalPort());
        try (Socket socket = listener.accept()) {
          socket.getOutputStream().write(socket.getInputStream().readNBytes(SIZE));
        }
      }
    } else {
      Pattern pattern = new Pattern(11);
      try (Socket socket = new Socket(arguments[1], Integer.parseInt(arguments[2]))) {
        socket.getOutputStream().write(pattern.bytes(0, SIZE));
        Expect.read(socket.getInputStream(), pattern, 0, SIZE);
      }
      System.out.println("ok");
    }
  }
}
