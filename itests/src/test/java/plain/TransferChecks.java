package plain;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;

/** Bytes arrive complete, in order and once, through {@code java.net}. */
public final class TransferChecks {

  private static final int SIZE = (3 << 20) + 17;
  private static final int[] ODD_SIZES =
      {1, 2, 15, 16, 17, 511, 4095, 4096, 4097, 65_519, 65_520, 65_535, 65_536, 1_000_003};
  private static final int ROUND_TRIPS = 2_000;

  private TransferChecks() {}

  /** Both directions at once, in pieces of random sizes. */
  public static void streamsCarryBothDirectionsAtOnce(Net net, long seed) throws Exception {
    Pattern up = new Pattern(seed);
    Pattern down = new Pattern(~seed);
    try (SocketPair pair = SocketPair.of(net)) {
      Task<Void> upwards = Task.run(() -> send(pair.client(), up, new Random(seed)));
      Task<Void> downwards = Task.run(() -> send(pair.server(), down, new Random(seed + 1)));
      Task<Void> atServer = Task.run(() -> receive(pair.server(), up, new Random(seed + 2)));
      receive(pair.client(), down, new Random(seed + 3));
      upwards.get();
      downwards.get();
      atServer.get();
    }
  }

  private static void send(Socket socket, Pattern pattern, Random random) throws Exception {
    OutputStream out = socket.getOutputStream();
    int position = 0;
    while (position < SIZE) {
      int length = Math.min(SIZE - position, 1 + random.nextInt(1 << random.nextInt(19)));
      out.write(pattern.bytes(position, length));
      position += length;
    }
    socket.shutdownOutput();
  }

  private static void receive(Socket socket, Pattern pattern, Random random) throws Exception {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[1 << 18];
    long position = 0;
    while (true) {
      int offset = random.nextInt(100);
      int length = 1 + random.nextInt(1 << random.nextInt(18));
      int read = in.read(buffer, offset, Math.min(length, buffer.length - offset));
      if (read < 0) {
        break;
      }
      pattern.verify(buffer, offset, read, position);
      position += read;
    }
    Expect.equal("bytes before the end of the stream", (long) SIZE, position);
  }

  /** Sizes around the limits of frames and buffers, each sent and sent back. */
  public static void oddSizesComeBackAsTheyWere(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      Task<Long> echo = Task.start(() -> pair.serverIn().transferTo(pair.serverOut()));
      for (int size : ODD_SIZES) {
        Task<Void> sender = Task.run(() -> pair.clientOut().write(pattern.bytes(size, size)));
        Expect.read(pair.clientIn(), pattern, size, size);
        sender.get();
      }
      pair.client().shutdownOutput();
      echo.get();
    }
  }

  /** Small requests, each answered before the next. */
  public static void requestsAreAnsweredOneByOne(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      pair.client().setTcpNoDelay(true);
      pair.server().setTcpNoDelay(true);
      Task<Void> server = Task.run(() -> {
        for (int i = 0; i < ROUND_TRIPS; i++) {
          pair.serverOut().write(pair.serverIn().readNBytes(16));
        }
      });
      for (int i = 0; i < ROUND_TRIPS; i++) {
        pair.clientOut().write(pattern.bytes(i, 16));
        Expect.read(pair.clientIn(), pattern, i, 16);
      }
      server.get();
    }
  }

  /** Single bytes by the one-byte functions. */
  public static void singleBytesPassUnchanged(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      for (int value = 0; value < 256; value++) {
        pair.clientOut().write(value);
        Expect.equal("byte", value, pair.serverIn().read());
      }
    }
  }

  /** available() promises no more than can be read, and something once something was read. */
  public static void availableTellsWhatCanBeRead(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      Expect.equal("available before anything was sent", 0, pair.serverIn().available());
      pair.clientOut().write(pattern.bytes(0, 100));
      Expect.equal("first byte", pattern.at(0), (byte) pair.serverIn().read());
      Expect.equal("available after 1 of 100 bytes", 99, pair.serverIn().available());
      Expect.read(pair.serverIn(), pattern, 1, 99);
      Expect.equal("available after all bytes", 0, pair.serverIn().available());
    }
  }

  /** Reading into no room and writing nothing do nothing, at once. */
  public static void emptyReadsAndWritesDoNothing(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      Expect.equal("read of 0 bytes", 0, pair.serverIn().read(new byte[0]));
      pair.clientOut().write(new byte[0]);
      pair.clientOut().write(7);
      Expect.equal("byte", 7, pair.serverIn().read());
    }
  }
}
