package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.api.SanSwitch;
import plain.Net;
import plain.Task;

/**
 * Clients that connect, talk, and connect again, for ever. The first talks over a SAN until it is
 * reset; otherwise they talk for a while and close. A server sends everything back, and the clients
 * compare every byte.
 */
final class Churn implements AutoCloseable {

  private static final int BACKLOG = 50;
  private static final int BLOCK = 5_000;
  private static final int ROUNDS_OVER_TCP = 10;
  private static final int ROUNDS_OVER_A_SAN = 200;
  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final int STEADY_ROUNDS = 5;
  /** CLO-9: what a peer that has gone looks like when it had read all that was sent. */
  private static final String END = "end of stream";
  private static final Set<String> RESETS =
      Set.of("Connection reset", "Connection reset by peer", "Broken pipe", END);

  private final Net net;
  private final SanSwitch sanSwitch;
  private final ServerSocket listener;
  private final List<Task<Void>> clients = new ArrayList<>();
  private final Task<Void> server;
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger reset = new AtomicInteger();
  private final AtomicInteger steady = new AtomicInteger();
  /** Guard: volatile. */
  private volatile boolean stopped;

  Churn(Net net, SanSwitch sanSwitch, int count) throws Exception {
    this.net = net;
    this.sanSwitch = sanSwitch;
    this.listener = net.servers().createServerSocket(0, BACKLOG, Net.loopback());
    this.server = Task.start(this::serve);
    for (int i = 0; i < count; i++) {
      int number = i;
      clients.add(Task.start(() -> talk(number)));
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** {@return number of connections that were closed at both ends with all bytes} */
  int closed() {
    return closed.get();
  }

  /** {@return number of connections that went some rounds over a SAN, and go on until a reset} */
  int steady() {
    return steady.get();
  }

  /** {@return number of connections that were reset} */
  int reset() {
    return reset.get();
  }

  private Void talk(int number) throws Exception {
    for (int connection = 0; !stopped; connection++) {
      try (Socket socket = net.sockets().createSocket(Net.loopback(), port())) {
        int rounds = !isOverSan(socket)
            ? ROUNDS_OVER_TCP
            : number == 0 ? FOR_EVER : ROUNDS_OVER_A_SAN;
        exchange(socket, number + 31 * connection, rounds);
        closed.incrementAndGet();
      } catch (SocketException e) {
        assertTrue(e.toString(), RESETS.contains(e.getMessage()));
        reset.incrementAndGet();
      }
    }
    return null;
  }

  private boolean isOverSan(Socket socket) {
    return sanSwitch.connections()
      .stream()
      .anyMatch(c -> c.local().equals(socket.getLocalSocketAddress()) && c.route().isSan());
  }

  private void exchange(Socket socket, int seed, int rounds) throws IOException {
    OutputStream out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    byte[] block = new byte[BLOCK];
    for (int round = 0; round < rounds && !stopped; round++) {
      for (int i = 0; i < BLOCK; i++) {
        block[i] = (byte) ((seed + round) * 31 + i * 7);
      }
      out.write(block);
      byte[] back = in.readNBytes(BLOCK);
      if (back.length < BLOCK) {
        throw new SocketException(END);
      }
      assertEquals("first byte that differs", -1, Arrays.mismatch(block, back));
      if (rounds == FOR_EVER && round == STEADY_ROUNDS) {
        steady.incrementAndGet();
      }
    }
    socket.shutdownOutput();
    assertEquals(END, -1, in.read());
  }

  private Void serve() throws Exception {
    List<Task<Void>> connections = new ArrayList<>();
    try {
      while (true) {
        Socket socket = listener.accept();
        connections.removeIf(Task::isDone);
        connections.add(Task.start(() -> sendBack(socket)));
      }
    } catch (SocketException e) {
      assertTrue("only the end of the test ends accept: " + e, listener.isClosed());
    }
    for (Task<Void> connection : connections) {
      connection.get();
    }
    return null;
  }

  private static Void sendBack(Socket accepted) throws IOException {
    try (Socket socket = accepted) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (SocketException e) {
      assertTrue(e.toString(), RESETS.contains(e.getMessage()));
    }
    return null;
  }

  /** Fails if a client or the server has failed. */
  void check() throws Exception {
    for (Task<Void> client : clients) {
      if (client.isDone()) {
        client.get();
      }
    }
    if (server.isDone()) {
      server.get();
    }
  }

  @Override
  public void close() throws Exception {
    stopped = true;
    for (Task<Void> client : clients) {
      client.get();
    }
    listener.close();
    server.get();
  }
}
