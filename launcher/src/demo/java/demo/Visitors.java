package demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Clients that keep coming: each connects, gets one answer and leaves. Prints "ok" or what went
 * wrong for each; ends when its input ends.
 */
public final class Visitors {

  private Visitors() {}

  /** Takes the port for echoes. */
  public static void main(String[] arguments) throws Exception {
    Thread visits = new Thread(() -> visit(Integer.parseInt(arguments[0])));
    visits.setDaemon(true);
    visits.start();
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }

  private static void visit(int port) {
    for (long number = 0;; number++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(60_000);
        for (int shift = 56; shift >= 0; shift -= 8) {
          socket.getOutputStream().write((int) (number >>> shift));
        }
        long answer = new DataInputStream(socket.getInputStream()).readLong();
        System.out.println(answer == number ? "ok" : "another answer: " + answer);
        Thread.sleep(5);
      } catch (IOException | InterruptedException e) {
        System.out.println("failed: " + e);
      }
    }
  }
}
