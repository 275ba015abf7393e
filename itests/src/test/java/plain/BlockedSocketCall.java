package plain;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Calls of {@code java.net} sockets that do not come back by themselves. */
final class BlockedSocketCall {

  private static final int LONG_MS = 60_000;
  private static final int BLOCK = 64 << 10;

  private BlockedSocketCall() {}

  /** A socket as a channel, for who closes it. */
  private record Victim(Closeable socket, BooleanSupplier closed) implements Channel {

    static Victim of(Socket socket) {
      return new Victim(socket, socket::isClosed);
    }

    @Override
    public boolean isOpen() {
      return !closed.getAsBoolean();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  static BlockedCall.Maker reading(int millis) {
    return net -> {
      SocketPair pair = SocketPair.of(net);
      pair.server().setSoTimeout(millis);
      return new BlockedCall(() -> pair.server().getInputStream().read(), new AtomicLong(),
          Victim.of(pair.server()), pair);
    };
  }

  static BlockedCall writing(Net net) throws Exception {
    SocketPair pair = SocketPair.of(net);
    AtomicLong rounds = new AtomicLong();
    return new BlockedCall(() -> {
      while (true) {
        pair.server().getOutputStream().write(new byte[BLOCK]);
        rounds.incrementAndGet();
      }
    }, rounds, Victim.of(pair.server()), pair);
  }

  static BlockedCall.Maker accepting(int millis) {
    return net -> {
      ServerSocket listener = net.listen();
      listener.setSoTimeout(millis);
      return new BlockedCall(listener::accept, new AtomicLong(),
          new Victim(listener, listener::isClosed), listener);
    };
  }

  static BlockedCall.Maker connecting(SilentListener silent, int millis) {
    return net -> {
      Socket socket = net.socket();
      return new BlockedCall(() -> socket.connect(silent.address(), millis), new AtomicLong(),
          Victim.of(socket), socket);
    };
  }

  /** {@return the calls, with and without a time-out} */
  static StateTable<EndedCallChecks.End> addTo(StateTable<EndedCallChecks.End> table,
      SilentListener silent) {
    return table.call("read", end -> end.of(reading(0)))
      .call("read-time", end -> end.of(reading(LONG_MS)))
      .call("write", end -> end.of(BlockedSocketCall::writing))
      .call("accept", end -> end.of(accepting(0)))
      .call("accept-time", end -> end.of(accepting(LONG_MS)))
      .call("connect", end -> end.of(connecting(silent, 0)))
      .call("connect-time", end -> end.of(connecting(silent, LONG_MS)));
  }
}
