package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.api.EndReason;
import plain.Net;
import plain.Task;

/**
 * Connections that are busy for ever: each client sends numbered blocks, each server sends them back.
 * They end when the connection ends.
 */
final class Traffic implements AutoCloseable {

  private static final int BLOCK = 3_000;
  private static final int ROUNDS = 20;
  private static final int QUIET_LOOKS = 30;

  private final SessionLog log = new SessionLog();
  private final ServerSocket listener;
  private final List<Socket> sockets = new ArrayList<>();
  private final List<Task<String>> ends = new ArrayList<>();
  private final List<AtomicInteger> rounds = new ArrayList<>();

  Traffic(Net net, int connections) throws Exception {
    listener = net.servers().createServerSocket(0, connections, Net.loopback());
    for (int i = 0; i < connections; i++) {
      Socket client = net.sockets().createSocket(Net.loopback(), listener.getLocalPort());
      Socket server = listener.accept();
      sockets.add(client);
      sockets.add(server);
      AtomicInteger round = new AtomicInteger();
      rounds.add(round);
      ends.add(Task.start(() -> send(client, round)));
      ends.add(Task.start(() -> sendBack(server)));
    }
  }

  private static String send(Socket socket, AtomicInteger round) throws Exception {
    try {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] block = new byte[BLOCK];
      while (true) {
        block[0] = (byte) round.get();
        block[BLOCK - 1] = (byte) round.get();
        out.write(block);
        byte[] back = in.readNBytes(BLOCK);
        if (back.length < BLOCK) {
          return "end of stream";
        }
        assertEquals(block[0], back[0]);
        assertEquals(block[BLOCK - 1], back[BLOCK - 1]);
        round.incrementAndGet();
      }
    } catch (SocketException e) {
      return e.getMessage();
    }
  }

  private static String sendBack(Socket socket) throws Exception {
    try {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] block = new byte[BLOCK];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        out.write(block, 0, read);
      }
      return "end of stream";
    } catch (SocketException e) {
      return e.getMessage();
    }
  }

  /** The listener that the connections came from; it is open. */
  ServerSocket listener() {
    return listener;
  }

  /** Waits until every connection has gone some rounds more. */
  void awaitRunning() throws Exception {
    for (AtomicInteger round : rounds) {
      int start = round.get();
      Await.until("the connection is busy", () -> round.get() > start + ROUNDS);
    }
  }

  /** Waits until no connection goes on any more. */
  void awaitStalled() throws Exception {
    for (AtomicInteger round : rounds) {
      // One that has not begun yet stands still as well.
      Await.until("the connection has been busy", () -> round.get() > 0);
      int[] last = {-1, 0};
      Await.until("the connection stands still", () -> {
        last[1] = round.get() == last[0] ? last[1] + 1 : 0;
        last[0] = round.get();
        return last[1] >= QUIET_LOOKS;
      });
    }
  }

  /** Both ends of all connections end, in bounded time, with a reset as the JDK words it. */
  void assertAllReset() throws Exception {
    for (Task<String> end : ends) {
      String message = end.get();
      assertTrue(message,
          Set.of("Connection reset", "Connection reset by peer", "Broken pipe").contains(message));
    }
  }

  /** The same, and the log of the switch says why, at the ends that were not told by the other. */
  void assertAllReset(EndReason reason) throws Exception {
    assertAllReset();
    // Another thread may be about to log the end that a call has met already.
    List<EndReason> seen = Await.value("both ends are logged",
        () -> log.endsAt(listener.getLocalPort()), logged -> logged.size() >= ends.size());
    assertEquals("both ends: " + seen, ends.size(), seen.size());
    assertTrue("ended by " + reason + ": " + seen, seen.contains(reason));
    Set<EndReason> allowed = EnumSet.of(reason, EndReason.RESET_BY_PEER, EndReason.PEER_DIED);
    assertTrue("ended by one of " + allowed + ": " + seen, allowed.containsAll(seen));
  }

  @Override
  public void close() throws Exception {
    log.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
  }
}
