package org.sanswitch.impl.blocking;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.sanswitch.impl.channels.Blocking;

/** The calls that may block, each up to the point where it does. */
enum Call {
  /** Nobody answers the connection request. */
  CONNECT(Stall.CONNECT),
  /** The connection stands, but the peer's answer to the negotiation does not come. */
  NEGOTIATE(Stall.NEGOTIATION),
  /** Nothing comes. */
  READ(Stall.RECEIVES),
  /** There is no room: nothing is taken. */
  WRITE(Stall.RECEIVES, Stall.SENDS),
  /** Nobody comes, or somebody whose negotiation does not end. */
  ACCEPT(Stall.NEGOTIATION);

  static final int TIMEOUT_MILLIS = 100;
  private static final int BLOCK = 64 * 1024;

  private final Stall[] stalls;

  Call(Stall... stalls) {
    this.stalls = stalls;
  }

  /**
   * A call that blocks.
   *
   * @param blocking its thread
   * @param closeable the socket
   * @param buffer what it reads into or writes from
   * @param open whether the socket is open
   */
  record Blocked(Blocking blocking, AutoCloseable closeable, byte[] buffer,
      java.util.function.BooleanSupplier open) {

    static Blocked of(Kind.Client client, byte[] buffer, Blocking blocking) {
      return new Blocked(blocking, client, buffer, client::isOpen);
    }

    /** {@return whether an interrupt ends it; those of plain sockets go on, but for virtual threads} */
    boolean endsByInterrupt() {
      boolean ofChannel = closeable instanceof Kind.Client client
          ? client.socket().getChannel() != null
          : ((Kind.Listener) closeable).socket().getChannel() != null;
      return ofChannel || blocking.thread.isVirtual();
    }
  }

  /** What the provider withholds so that the call blocks. */
  void stall(Net net, Provider how) {
    if (net.provider != null) {
      how.stall(net.provider, stalls);
    }
  }

  /** Waits until the switch has done all that it does before the call blocks. */
  void awaitStalled(StallingProvider provider) {
    switch (this) {
      case CONNECT -> Bounded.await(
          () -> !provider.since(0, Downcall.CONNECT).isEmpty(), "the connection request");
      case NEGOTIATE, ACCEPT -> Bounded.await(
          () -> provider.since(0, Downcall.RECEIVE)
            .stream()
            .map(Downcall::socket)
            .distinct()
            .count() == 2,
          "both ends have memory and post their receives");
      case READ, WRITE -> {}
    }
  }

  /**
   * Starts it in a thread of its own.
   *
   * @param timed whether it has a time-out
   */
  Blocked start(Net net, Kind kind, Blocking.On on, Provider how, boolean timed)
      throws Exception {
    return switch (this) {
      case CONNECT, NEGOTIATE -> connect(net, kind, on, how, timed);
      case READ -> read(net, kind, on, how, timed);
      case WRITE -> write(net, kind, on, how);
      case ACCEPT -> accept(net, kind, on, how, timed);
    };
  }

  private Blocked connect(Net net, Kind kind, Blocking.On on, Provider how, boolean timed)
      throws Exception {
    boolean silent = net.provider == null || timed;
    SocketAddress remote = silent ? net.silent() : kind.listen(net).address();
    Kind.Client client = kind.open(net);
    stall(net, how);
    return Blocked.of(client, new byte[0], Blocking.start(on, () -> {
      if (timed) {
        client.socket().connect((InetSocketAddress) remote, TIMEOUT_MILLIS);
      } else {
        client.connect(remote);
      }
      return "connected";
    }));
  }

  private Blocked read(Net net, Kind kind, Blocking.On on, Provider how, boolean timed)
      throws Exception {
    Kind.Pair pair = kind.pair(net);
    stall(net, how);
    if (net.provider != null) {
      pair.server().write(new byte[]{1, 2, 3});
    }
    byte[] buffer = new byte[8];
    if (timed) {
      pair.client().socket().setSoTimeout(TIMEOUT_MILLIS);
    }
    return Blocked.of(pair.client(), buffer,
        Blocking.start(on, () -> "read " + pair.client().read(buffer)));
  }

  private Blocked write(Net net, Kind kind, Blocking.On on, Provider how) throws Exception {
    Kind.Pair pair = kind.pair(net);
    stall(net, how);
    byte[] buffer = new byte[BLOCK];
    return Blocked.of(pair.client(), buffer, Blocking.start(on, () -> {
      while (true) {
        pair.client().write(buffer);
      }
    }));
  }

  private Blocked accept(Net net, Kind kind, Blocking.On on, Provider how, boolean timed)
      throws Exception {
    Kind.Listener listener = kind.listen(net);
    stall(net, how);
    if (net.provider != null) {
      Kind.Client knocking = kind.open(net);
      SocketAddress address = listener.address();
      Blocking.start(Blocking.On.PLATFORM, () -> {
        knocking.connect(address);
        return null;
      });
      Bounded.await(() -> !net.provider.since(0, "WSPAccept").isEmpty(), "a request comes");
    }
    if (timed) {
      listener.socket().setSoTimeout(TIMEOUT_MILLIS);
    }
    return new Blocked(Blocking.start(on, () -> "accepted " + listener.accept()), listener,
        new byte[0], listener::isOpen);
  }
}
