package plain;

import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections, at once and one after the other. */
public final class ManyChecks {

  private static final int OPEN_AT_ONCE = 48;
  private static final int VIRTUAL_CLIENTS = 100;
  private static final int ONE_BY_ONE = 150;
  private static final int SIZE = 30_000;

  private ManyChecks() {}

  /** Open at once, each with its own bytes. */
  public static void connectionsDoNotMixTheirBytes(Net net, long seed) throws Exception {
    List<SocketPair> pairs = new ArrayList<>();
    try {
      for (int i = 0; i < OPEN_AT_ONCE; i++) {
        pairs.add(SocketPair.of(net));
      }
      for (int i = 0; i < OPEN_AT_ONCE; i++) {
        pairs.get(i).clientOut().write(new Pattern(seed + i).bytes(0, 1_000));
        pairs.get(i).serverOut().write(new Pattern(seed - i).bytes(0, 1_000));
      }
      for (int i = OPEN_AT_ONCE - 1; i >= 0; i--) {
        Expect.read(pairs.get(i).serverIn(), new Pattern(seed + i), 0, 1_000);
        Expect.read(pairs.get(i).clientIn(), new Pattern(seed - i), 0, 1_000);
      }
    } finally {
      for (SocketPair pair : pairs) {
        pair.close();
      }
    }
  }

  /** A virtual thread for each end. */
  public static void virtualThreadsServeManyConnections(Net net, long seed) throws Exception {
    try (ServerSocket listener = net.listen()) {
      Task<Void> acceptor = Task.run(Task.Kind.VIRTUAL, () -> {
        List<Task<Void>> servers = new ArrayList<>();
        for (int i = 0; i < VIRTUAL_CLIENTS; i++) {
          Socket server = listener.accept();
          servers.add(Task.run(Task.Kind.VIRTUAL, () -> echo(server)));
        }
        getAll(servers);
      });
      List<Task<Void>> clients = new ArrayList<>();
      for (int i = 0; i < VIRTUAL_CLIENTS; i++) {
        Pattern pattern = new Pattern(seed + i);
        clients.add(Task.run(Task.Kind.VIRTUAL, () -> {
          try (Socket client = net.connect(Net.addressOf(listener))) {
            client.getOutputStream().write(pattern.bytes(0, SIZE));
            client.shutdownOutput();
            Expect.read(client.getInputStream(), pattern, 0, SIZE);
            Expect.endOfStream(client.getInputStream());
          }
        }));
      }
      getAll(clients);
      acceptor.get();
    }
  }

  private static void echo(Socket server) throws Exception {
    try (server) {
      server.getOutputStream().write(server.getInputStream().readAllBytes());
    }
  }

  private static void getAll(List<Task<Void>> tasks) throws Exception {
    for (Task<Void> task : tasks) {
      task.get();
    }
  }

  /** Short connections, one after the other. */
  public static void shortConnectionsFollowEachOther(Net net, long seed) throws Exception {
    try (ServerSocketChannel listener = net.listenChannel()) {
      for (int i = 0; i < ONE_BY_ONE; i++) {
        try (SocketChannel client = net.connectChannel(Net.addressOf(listener));
            SocketChannel server = listener.accept()) {
          ByteBuffer number = ByteBuffer.allocate(4).putInt(i).flip();
          Expect.equal("write", 4, client.write(number));
          Expect.equal("read", 4, server.read(number.clear()));
          Expect.equal("number", i, number.flip().getInt());
        }
      }
    }
  }
}
