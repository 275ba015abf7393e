package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** What channels on TCP/IP can do by their socket adaptor only. */
final class TcpChannels {

  private TcpChannels() {}

  /** Reads with a time-out in milliseconds, 0 for ever. */
  static int read(SocketChannel inner, byte[] b, int off, int len, int millis)
      throws IOException {
    Socket socket = inner.socket();
    if (socket.getSoTimeout() != millis) {
      socket.setSoTimeout(millis);
    }
    return socket.getInputStream().read(b, off, len);
  }

  static void write(SocketChannel inner, byte[] b, int off, int len) throws IOException {
    inner.socket().getOutputStream().write(b, off, len);
  }

  static int available(SocketChannel inner) throws IOException {
    return inner.socket().getInputStream().available();
  }

  /** {@return whether a read may block now} */
  static boolean readMayBlock(SocketChannel inner) throws IOException {
    return writeMayBlock(inner)
        && !inner.socket().isInputShutdown()
        && available(inner) == 0;
  }

  /** {@return whether a write may block, which nobody can tell for certain} */
  static boolean writeMayBlock(SocketChannel inner) {
    return inner.isBlocking() && inner.isConnected() && inner.isOpen();
  }

  static boolean isInputShut(ChannelState state) {
    SocketChannel inner = state.inner();
    return state.stream() == null && inner != null && inner.socket().isInputShutdown();
  }

  static boolean isOutputShut(ChannelState state) {
    SocketChannel inner = state.inner();
    return state.stream() == null && inner != null && inner.socket().isOutputShutdown();
  }
}
