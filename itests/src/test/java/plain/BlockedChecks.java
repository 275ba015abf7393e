package plain;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** What ends a blocked call: time-outs (BLK-9) and close by another thread (BLK-10). */
public final class BlockedChecks {

  private static final int TIMEOUT_MS = 60;

  private BlockedChecks() {}

  /** {@return a thread that writes for ever, of a kind that close ends} */
  static Task<Void> fill(Socket socket) throws Exception {
    OutputStream out = socket.getOutputStream();
    return Task.run(() -> {
      byte[] block = new byte[64 << 10];
      while (true) {
        out.write(block);
      }
    });
  }

  /** BLK-9: a read that ends by SO_TIMEOUT consumes nothing, and the connection stays usable. */
  public static void readTimeOutConsumesNothing(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      for (int round = 0; round < 3; round++) {
        pair.server().setSoTimeout(TIMEOUT_MS);
        Expect.thrown(SocketTimeoutException.class, "Read timed out",
            () -> pair.serverIn().read(new byte[100]));
        pair.server().setSoTimeout(Net.PATIENCE_MS);
        pair.clientOut().write(pattern.bytes(0, 5_000));
        Expect.read(pair.serverIn(), pattern, 0, 5_000);
      }
      pair.serverOut().write(9);
      Expect.equal("byte", 9, pair.clientIn().read());
    }
  }

  /** The same for the socket of a channel. */
  public static void readTimeOutOfAChannelsSocketConsumesNothing(Net net, long seed)
      throws Exception {
    try (ChannelPair pair = ChannelPair.of(net)) {
      Socket server = pair.server().socket();
      server.setSoTimeout(TIMEOUT_MS);
      Expect.thrown(SocketTimeoutException.class, () -> server.getInputStream().read());
      server.setSoTimeout(Net.PATIENCE_MS);
      pair.client().write(ByteBuffer.wrap(new byte[]{1, 2}));
      Expect.equal("byte", 1, server.getInputStream().read());
      Expect.equal("byte", 2, server.getInputStream().read());
    }
  }

  /** An accept that ends by SO_TIMEOUT leaves the listener usable. */
  public static void acceptTimeOutLeavesTheListenerUsable(Net net, long seed) throws Exception {
    try (ServerSocket listener = net.listen()) {
      listener.setSoTimeout(TIMEOUT_MS);
      Expect.thrown(SocketTimeoutException.class, "Accept timed out", listener::accept);
      listener.setSoTimeout(Net.PATIENCE_MS);
      try (Socket client = net.connect(Net.addressOf(listener));
          Socket server = listener.accept()) {
        client.getOutputStream().write(3);
        Expect.equal("byte", 3, server.getInputStream().read());
      }
    }
  }

  /** Close ends a blocked read of a socket, on threads of both kinds. */
  public static void closeEndsABlockedRead(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      try (SocketPair pair = SocketPair.of(net)) {
        Task<Integer> reader = Task.start(kind, () -> pair.serverIn().read());
        reader.awaitBlocked();
        pair.server().close();
        SocketException closed = Expect.exactly(SocketException.class, reader.failure());
        Expect.equal("message", "Socket closed", closed.getMessage());
        Expect.endOfStream(pair.clientIn());
      }
    }
  }

  /** Close ends a blocked write of a socket. */
  public static void closeEndsABlockedWrite(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      Task<Void> writer = fill(pair.client());
      writer.awaitBlocked();
      pair.client().close();
      Expect.exactly(SocketException.class, writer.failure());
    }
  }

  /** Close ends a blocked accept of a server socket. */
  public static void closeEndsABlockedAccept(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      ServerSocket listener = net.listen();
      Task<Socket> acceptor = Task.start(kind, listener::accept);
      acceptor.awaitBlocked();
      listener.close();
      SocketException closed = Expect.exactly(SocketException.class, acceptor.failure());
      Expect.equal("message", "Socket closed", closed.getMessage());
    }
  }

  /** Close ends a blocked read of a channel, on threads of both kinds. */
  public static void closeEndsABlockedChannelRead(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      try (ChannelPair pair = ChannelPair.of(net)) {
        Task<Integer> reader =
            Task.start(kind, () -> pair.server().read(ByteBuffer.allocateDirect(8)));
        reader.awaitBlocked();
        pair.server().close();
        Expect.exactly(AsynchronousCloseException.class, reader.failure());
        Expect.equal("read", -1, pair.client().read(ByteBuffer.allocate(8)));
      }
    }
  }

  /** Close ends a blocked write of a channel, on threads of both kinds. */
  public static void closeEndsABlockedChannelWrite(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      try (ChannelPair pair = ChannelPair.of(net)) {
        AtomicLong written = new AtomicLong();
        Task<Void> writer = Task.run(kind, () -> fill(pair.client(), written));
        writer.awaitBlocked(written::get);
        pair.client().close();
        Expect.instance(ClosedChannelException.class, writer.failure());
      }
    }
  }

  /** Writes for ever and counts. */
  static void fill(SocketChannel channel, AtomicLong written) throws Exception {
    ByteBuffer block = ByteBuffer.allocateDirect(64 << 10);
    while (true) {
      written.addAndGet(channel.write(block.clear()));
    }
  }

  /** Close ends a blocked accept of a channel, on threads of both kinds. */
  public static void closeEndsABlockedChannelAccept(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      ServerSocketChannel listener = net.listenChannel();
      Task<SocketChannel> acceptor = Task.start(kind, listener::accept);
      acceptor.awaitBlocked();
      listener.close();
      Expect.exactly(AsynchronousCloseException.class, acceptor.failure());
    }
  }
}
