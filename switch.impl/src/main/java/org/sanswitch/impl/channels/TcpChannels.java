package org.sanswitch.impl.channels;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** What a channel on TCP/IP can tell by its socket adaptor only. */
final class TcpChannels {

  private TcpChannels() {}

  /** {@return whether a read may block now} */
  static boolean readMayBlock(SocketChannel inner) {
    if (!writeMayBlock(inner)) {
      return false;
    }
    try {
      return inner.socket().getInputStream().available() == 0;
    } catch (IOException e) {
      return false;
    }
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
