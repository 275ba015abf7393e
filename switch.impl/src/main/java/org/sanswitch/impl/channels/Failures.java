package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** The exceptions of the JDK for what goes wrong on a SAN, and between channels and sockets. */
public final class Failures {

  private Failures() {}

  /** {@return the JDK's exception for a connect that failed with that message} */
  public static IOException connect(String message) {
    return switch (message) {
      case "Connection refused", "Connection timed out" -> new ConnectException(message);
      case "No route to host" -> new NoRouteToHostException(message);
      default -> new SocketException(message);
    };
  }

  /** {@return the message that a write on a TCP/IP socket fails with} */
  public static String writeMessage(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.equals("Connection reset") ? "Connection reset by peer" : message;
  }

  /** {@return what to throw for an exception of a channel where a socket has others} */
  static RuntimeException rethrowForSocket(Exception e) throws IOException {
    switch (e) {
      case IOException io -> throw io;
      case RuntimeException other -> throw asUnchecked(other);
      default -> throw new IllegalStateException(e);
    }
  }

  /** {@return the SocketException for an exception of a channel} */
  static SocketException asSocketException(IOException e) {
    return e instanceof SocketException se
        ? se
        : caused(e instanceof ClosedChannelException ? "Socket is closed" : e.getMessage(), e);
  }

  private static RuntimeException asUnchecked(RuntimeException e) throws SocketException {
    switch (e) {
      case NotYetConnectedException x -> throw caused("Socket is not connected", x);
      case AlreadyBoundException x -> throw caused("Already bound", x);
      case AlreadyConnectedException x -> throw caused("Already connected", x);
      case NotYetBoundException x -> throw caused("Socket is not bound yet", x);
      case UnsupportedAddressTypeException x -> throw caused("Unsupported address type", x);
      case UnresolvedAddressException x -> throw caused("Unresolved address", x);
      default -> {
        return e;
      }
    }
  }

  private static SocketException caused(@Nullable String message, Exception cause) {
    return new SocketException(message, cause);
  }
}
