package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;

/** Two sessions over a {@link FakeFabric}, with a clock that is set by hand or the real one. */
final class Pair implements AutoCloseable {

  /** How a negotiation ended. */
  static final class Outcome implements NegotiationListener {
    volatile SanStream stream;
    volatile RouteReason reason;
    volatile String detail;
    volatile boolean refused;

    /** Guard: this. */
    int told;

    @Override
    public synchronized void established(SanStream established) {
      told++;
      stream = established;
      notifyAll();
    }

    @Override
    public synchronized void failed(RouteReason why, String what, boolean isRefused) {
      told++;
      reason = why;
      detail = what;
      refused = isRefused;
      notifyAll();
    }

    synchronized void await() throws InterruptedException {
      for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); told == 0;) {
        wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        if (end - System.nanoTime() < 0) {
          throw new AssertionError("no end of the negotiation in 30 s");
        }
      }
    }
  }

  /** Counts bytes. */
  static final class Counter implements TrafficCounter {
    volatile long sent;
    volatile long received;
    volatile int closed;

    @Override
    public void sent(long bytes) {
      sent += bytes;
    }

    @Override
    public void received(long bytes) {
      received += bytes;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  /** Kept, so that its level is: these tests end sessions in unusual ways all the time. */
  private static final Logger SILENCED = Logger.getLogger("org.sanswitch.session");

  static {
    SILENCED.setLevel(Level.OFF);
  }

  static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 1_000);
  static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.1", 2_000);

  /** Sessions that begin with all receives. */
  static final SessionSettings FULL = full(SessionSettings.DEFAULTS);

  final AtomicLong clock = new AtomicLong();
  final FakeFabric fabric;
  final SessionTable tableOfA;
  final SessionTable tableOfB;
  final Outcome outcomeOfA = new Outcome();
  final Outcome outcomeOfB = new Outcome();
  final Counter counterOfA = new Counter();
  final Counter counterOfB = new Counter();
  SanStream a;
  SanStream b;

  /** By hand. */
  Pair(FakeFabric fabric, SessionSettings settings) {
    this.fabric = fabric;
    tableOfA = new SessionTable(settings, clock::get);
    tableOfB = new SessionTable(settings, clock::get);
  }

  /** With timers and a progress thread. */
  Pair(FakeFabric fabric, SessionSettings settings, boolean live) {
    this.fabric = fabric.startProgress();
    // No pause of a slow machine ends the negotiation.
    SessionSettings patient = changed(settings, settings.firstReceives(),
        TimeUnit.SECONDS.toNanos(60), settings.rdmaCancelNanos());
    tableOfA = new SessionTable(patient);
    tableOfB = new SessionTable(patient);
  }

  static Pair byHand(FakeFabric.Limits limits) {
    return new Pair(new FakeFabric(limits), FULL).connect();
  }

  static Pair live(FakeFabric.Limits limits) throws InterruptedException {
    Pair pair = new Pair(new FakeFabric(limits), FULL, true);
    pair.startA();
    pair.startB();
    pair.outcomeOfA.await();
    pair.outcomeOfB.await();
    return pair.take();
  }

  private static SessionSettings full(SessionSettings usual) {
    return changed(usual, usual.dataReceives(), usual.negotiationNanos(),
        usual.rdmaCancelNanos());
  }

  /** {@return the same but for these} */
  static SessionSettings changed(SessionSettings usual, int firstReceives,
      long negotiationNanos, long rdmaCancelNanos) {
    return new SessionSettings(
        usual.dataReceives(), firstReceives, usual.controlReceives(), usual.bufferSize(),
        usual.sendBuffers(), usual.spinNanos(), negotiationNanos, usual.closeNanos(),
        usual.acknowledgeNanos(), usual.sendNanos(), usual.stagingSize(), rdmaCancelNanos);
  }

  void startA() {
    tableOfA.start(
        fabric.a.socket,
        Sessions.Role.CONNECTING,
        HERE,
        THERE,
        Route.san("fake"),
        () -> counterOfA,
        outcomeOfA);
  }

  void startB() {
    tableOfB.start(
        fabric.b.socket,
        Sessions.Role.ACCEPTING,
        THERE,
        HERE,
        Route.san("fake"),
        () -> counterOfB,
        outcomeOfB);
  }

  Pair connect() {
    startB();
    startA();
    fabric.settle();
    return take();
  }

  Pair take() {
    a = outcomeOfA.stream;
    b = outcomeOfB.stream;
    assertNotNull(a, () -> outcomeOfA.detail);
    assertNotNull(b, () -> outcomeOfB.detail);
    return this;
  }

  Session sessionA() {
    return ((SessionStream) a).session();
  }

  Session sessionB() {
    return ((SessionStream) b).session();
  }

  /** Moves the clock, then runs what is due and lets everything arrive. */
  void pass(long nanos) {
    clock.addAndGet(nanos);
    settle();
  }

  void settle() {
    do {
      tableOfA.housekeeper().runDue();
      tableOfB.housekeeper().runDue();
    } while (fabric.settle());
  }

  static byte[] readAll(SanStream stream) throws IOException {
    byte[] all = new byte[1 << 16];
    int at = 0;
    for (int n = 1; n > 0; at += Math.max(n, 0)) {
      n = stream.tryRead(all, at, all.length - at);
    }
    return java.util.Arrays.copyOf(all, at);
  }

  /** Reads until there is nothing or an end; {@return number of bytes}. */
  static int drain(SanStream stream) {
    byte[] block = new byte[1 << 16];
    int sum = 0;
    try {
      for (int n = 1; n > 0; sum += Math.max(n, 0)) {
        n = stream.tryRead(block, 0, block.length);
      }
    } catch (IOException e) {
      return sum;
    }
    return sum;
  }

  @Override
  public void close() {
    fabric.close();
    tableOfA.close();
    tableOfB.close();
    assertEquals(List.of(), fabric.offences);
  }
}
