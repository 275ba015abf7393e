package plain;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/** Both ends of one connection. */
record SocketPair(Socket client, Socket server) implements AutoCloseable {

  /** Binds, connects and accepts in the calling thread (LIS-3). */
  static SocketPair of(Net net) throws IOException {
    try (ServerSocket listener = net.listen()) {
      Socket client = net.connect(Net.addressOf(listener));
      return new SocketPair(client, listener.accept());
    }
  }

  InputStream clientIn() throws IOException {
    return client.getInputStream();
  }

  OutputStream clientOut() throws IOException {
    return client.getOutputStream();
  }

  InputStream serverIn() throws IOException {
    return server.getInputStream();
  }

  OutputStream serverOut() throws IOException {
    return server.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    try {
      client.close();
    } finally {
      server.close();
    }
  }
}
