package plain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener that does not answer, since its backlog is full: to connect to it takes for ever. Its port
 * can be shared, so that there is one way to it only, with one backlog (LIS-4).
 */
final class SilentListener implements AutoCloseable {

  private static final int MOST_CLIENTS = 10;
  private static final int TIMEOUT_MS = 300;

  /** One could come too late on a busy machine, though there is room. */
  private static final int TIMEOUTS = 3;

  private final ServerSocket listener;
  private final List<Socket> clients = new ArrayList<>();

  SilentListener(Net net) throws IOException {
    listener = net.servers().createServerSocket();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      listener.bind(Net.anyPort(), 1);
      fill(net);
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void fill(Net net) throws IOException {
    int timeouts = 0;
    for (int i = 0; i < MOST_CLIENTS && timeouts < TIMEOUTS; i++) {
      Socket client = net.socket();
      clients.add(client);
      try {
        client.connect(address(), TIMEOUT_MS);
        timeouts = 0;
      } catch (SocketTimeoutException e) {
        timeouts++;
      }
    }
    Expect.equal("connects in a row that had to wait", TIMEOUTS, timeouts);
  }

  InetSocketAddress address() {
    return Net.addressOf(listener);
  }

  @Override
  public void close() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    listener.close();
  }
}
