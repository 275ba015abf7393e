package org.sanswitch.launcher.programs;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** Sets a factory of its own, as old programs do, and prints what became of it. */
public final class OwnFactory {

  private OwnFactory() {}

  @SuppressWarnings("deprecation") // It is an old program.
  public static void main(String[] arguments) throws IOException {
    Socket.setSocketImplFactory(() -> {
      throw new IllegalStateException("asked the program's factory");
    });
    try (ServerSocket listener = new ServerSocket(0)) {
      System.out.println("listens " + (listener.getLocalPort() > 0));
    }
    try (Socket socket = new Socket()) {
      System.out.println("not asked: " + socket);
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    try {
      Socket.setSocketImplFactory(() -> null);
    } catch (SocketException e) {
      System.out.println("a second one: " + e.getMessage());
    }
  }
}
