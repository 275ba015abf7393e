package demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;

/**
 * Connects to itself, sends a MiB and compares what arrives. Prints "same" or what is wrong; ends
 * when its input ends.
 */
public final class Loop {

  private static final int BYTES = 1 << 20;

  private Loop() {}

  /** Takes the address to use, a literal; none for loopback. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(send(
        arguments.length == 0
            ? InetAddress.getLoopbackAddress()
            : InetAddress.ofLiteral(arguments[0])));
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }

  private static String send(InetAddress address) throws InterruptedException {
    byte[] bytes = new byte[BYTES];
    new Random(1).nextBytes(bytes);
    try (ServerSocket listener = new ServerSocket(0, 1, address);
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      server.setSoTimeout(10_000);
      Thread sender = new Thread(() -> {
        try {
          client.getOutputStream().write(bytes);
          client.shutdownOutput();
        } catch (IOException e) {
          System.err.println("loop: " + e);
        }
      });
      sender.start();
      byte[] arrived = server.getInputStream().readAllBytes();
      sender.join();
      return Arrays.equals(bytes, arrived)
          ? "same"
          : "different: " + arrived.length + " bytes of " + BYTES + " have arrived";
    } catch (IOException e) {
      return "failed: " + e;
    }
  }
}
