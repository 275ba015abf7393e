package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;

/** The numbered options of {@link SocketOptions} on a socket of the platform. */
final class LegacyOptions {

  private LegacyOptions() {}

  static void set(Socket socket, int id, Object value) throws IOException {
    switch (id) {
      case SocketOptions.TCP_NODELAY -> socket.setTcpNoDelay((Boolean) value);
      case SocketOptions.SO_LINGER -> {
        boolean on = value instanceof Integer;
        socket.setSoLinger(on, on ? (Integer) value : -1);
      }
      case SocketOptions.SO_KEEPALIVE -> socket.setKeepAlive((Boolean) value);
      case SocketOptions.SO_OOBINLINE -> socket.setOOBInline((Boolean) value);
      case SocketOptions.SO_REUSEADDR -> socket.setReuseAddress((Boolean) value);
      case SocketOptions.SO_REUSEPORT ->
        socket.setOption(StandardSocketOptions.SO_REUSEPORT, (Boolean) value);
      case SocketOptions.SO_SNDBUF -> socket.setSendBufferSize((Integer) value);
      case SocketOptions.SO_RCVBUF -> socket.setReceiveBufferSize((Integer) value);
      case SocketOptions.IP_TOS -> socket.setTrafficClass((Integer) value);
      default -> throw new SocketException("Unknown option " + id);
    }
  }

  static Object get(Socket socket, int id) throws IOException {
    return switch (id) {
      case SocketOptions.TCP_NODELAY -> socket.getTcpNoDelay();
      case SocketOptions.SO_LINGER -> {
        int seconds = socket.getSoLinger();
        yield seconds < 0 ? (Object) Boolean.FALSE : (Object) seconds;
      }
      case SocketOptions.SO_KEEPALIVE -> socket.getKeepAlive();
      case SocketOptions.SO_OOBINLINE -> socket.getOOBInline();
      case SocketOptions.SO_REUSEADDR -> socket.getReuseAddress();
      case SocketOptions.SO_REUSEPORT -> socket.getOption(StandardSocketOptions.SO_REUSEPORT);
      case SocketOptions.SO_SNDBUF -> socket.getSendBufferSize();
      case SocketOptions.SO_RCVBUF -> socket.getReceiveBufferSize();
      case SocketOptions.IP_TOS -> socket.getTrafficClass();
      case SocketOptions.SO_BINDADDR -> socket.getLocalAddress();
      default -> throw new SocketException("Unknown option " + id);
    };
  }
}
