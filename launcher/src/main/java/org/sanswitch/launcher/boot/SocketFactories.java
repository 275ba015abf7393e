package org.sanswitch.launcher.boot;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The factories of {@code java.net.Socket} and {@code ServerSocket}. The JDK takes one of each in
 * the life of a JVM; a program that brings its own shall get its way all the same, so ours give way
 * to it.
 */
final class SocketFactories {

  private final Field client;

  private SocketFactories(Field client) {
    this.client = client;
  }

  @SuppressWarnings("deprecation") // There is no other hook for java.net.Socket.
  static SocketFactories install(Instrumentation instrumentation, Handover handover)
      throws ReflectiveOperationException {
    Field client = Socket.class.getDeclaredField("factory");
    client.setAccessible(true);
    SocketFactories factories = new SocketFactories(client);
    try {
      Socket.setSocketImplFactory(new BootSocketImplFactory.Client(handover));
      ServerSocket.setSocketFactory(new BootSocketImplFactory.Server(handover, factories));
      GiveWay.toFactoriesOfTheProgram(instrumentation);
    } catch (IOException e) {
      Stderr.line("java.net sockets are left alone, there is a socket factory already");
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      Stderr.line("a socket factory of the program's own will be refused: " + e);
    }
    return factories;
  }

  /** Whether the program has set a factory of its own for client sockets. */
  boolean areTaken() {
    try {
      return !(client.get(null) instanceof BootSocketImplFactory);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the field was made accessible", e);
    }
  }
}
