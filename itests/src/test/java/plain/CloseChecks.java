package plain;

import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** How connections end: half close, end of stream, resets. */
public final class CloseChecks {

  private static final int BIG = 2_500_000;
  private static final int MANY = 1_000;

  private CloseChecks() {}

  /** SES-9: after output was shut down the other direction goes on. */
  public static void halfCloseLeavesTheOtherDirectionOpen(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      pair.clientOut().write(pattern.bytes(0, 1_000));
      pair.client().shutdownOutput();
      Expect.read(pair.serverIn(), pattern, 0, 1_000);
      Expect.endOfStream(pair.serverIn());
      Task<Void> sender = Task.run(() -> {
        pair.serverOut().write(pattern.bytes(0, BIG));
        pair.server().shutdownOutput();
      });
      Expect.read(pair.clientIn(), pattern, 0, BIG);
      Expect.endOfStream(pair.clientIn());
      sender.get();
    }
  }

  /** The same with channels; a write after it fails. */
  public static void halfClosedChannelRefusesWrites(Net net, long seed) throws Exception {
    try (ChannelPair pair = ChannelPair.of(net)) {
      pair.client().shutdownOutput();
      Expect.equal("read", -1, pair.server().read(ByteBuffer.allocate(8)));
      Task<Integer> writer = Task.start(() -> pair.client().write(ByteBuffer.allocate(8)));
      Expect.instance(ClosedChannelException.class, writer.failure());
      Expect.that("the channel is open", pair.client().isOpen());
      Expect.equal("write", 8, pair.server().write(ByteBuffer.allocate(8)));
      Expect.equal("read", 8, pair.client().read(ByteBuffer.allocate(9)));
    }
  }

  /** A write after shutdownOutput fails with the JDK's message. */
  public static void halfClosedSocketRefusesWrites(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      pair.client().shutdownOutput();
      Expect.that("output is shut down", pair.client().isOutputShutdown());
      Expect.thrown(SocketException.class, "Socket output is shutdown",
          () -> pair.client().getOutputStream());
    }
  }

  /** After shutdownInput reads give the end of the stream. */
  public static void shutInputReadsEndOfStream(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net); ChannelPair channels = ChannelPair.of(net)) {
      InputStream in = pair.serverIn();
      pair.server().shutdownInput();
      Expect.equal("read", -1, in.read());
      channels.server().shutdownInput();
      Expect.equal("read", -1, channels.server().read(ByteBuffer.allocate(8)));
    }
  }

  /** CLO-7: what was written before close arrives, and then the end of the stream. */
  public static void everythingWrittenBeforeCloseArrives(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      Task<Void> sender = Task.run(() -> {
        pair.clientOut().write(pattern.bytes(0, BIG));
        pair.client().close();
      });
      Expect.read(pair.serverIn(), pattern, 0, BIG);
      Expect.endOfStream(pair.serverIn());
      sender.get();
    }
  }

  /** With SO_LINGER close waits until the peer has everything. */
  public static void closeWithLingerDeliversEverything(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      pair.client().setSoLinger(true, 20);
      pair.clientOut().write(pattern.bytes(0, 20_000));
      Task<Void> closer = Task.run(() -> pair.client().close());
      Expect.read(pair.serverIn(), pattern, 0, 20_000);
      Expect.endOfStream(pair.serverIn());
      closer.get();
    }
  }

  /** SO_LINGER of 0: the peer sees a reset. */
  public static void lingerOfZeroResets(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      Task<Integer> reader = Task.start(() -> pair.serverIn().read());
      reader.awaitBlocked();
      pair.client().setSoLinger(true, 0);
      pair.client().close();
      SocketException reset = Expect.exactly(SocketException.class, reader.failure());
      Expect.equal("message", "Connection reset", reset.getMessage());
      Expect.thrown(SocketException.class, "Connection reset", () -> pair.serverIn().read());
    }
  }

  /**
   * Who closes without having read everything has still sent what it wrote: a server may answer
   * before it has read the whole request. Its peer reads the answer; what it writes is refused.
   */
  public static void closeWithUnreadDataDeliversWhatWasWritten(Net net, long seed)
      throws Exception {
    Pattern pattern = new Pattern(seed);
    try (SocketPair pair = SocketPair.of(net)) {
      pair.serverOut().write(new byte[10]);
      Expect.equal("first byte", 0, pair.clientIn().read());
      pair.clientOut().write(pattern.bytes(0, 5_000));
      pair.client().close();
      Expect.read(pair.serverIn(), pattern, 0, 5_000);
      Expect.sooner(SocketException.class, MANY, () -> {
        pair.serverOut().write(new byte[1_000]);
        Thread.sleep(1);
        return null;
      });
    }
  }

  /** Who writes to a closed peer is told, at the latest after a few writes. */
  public static void writesToAClosedPeerFail(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      pair.server().close();
      Expect.endOfStream(pair.clientIn());
      Expect.sooner(SocketException.class, MANY, () -> {
        pair.clientOut().write(new byte[1_000]);
        Thread.sleep(1);
        return null;
      });
    }
  }

  /** A reset while the writer is blocked ends the write. */
  public static void resetEndsABlockedWrite(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      Task<Void> writer = BlockedChecks.fill(pair.client());
      writer.awaitBlocked();
      pair.server().setSoLinger(true, 0);
      pair.server().close();
      Expect.exactly(SocketException.class, writer.failure());
    }
  }

  /** Close is idempotent, and what was closed says so. */
  public static void closedSocketsSaySo(Net net, long seed) throws Exception {
    try (SocketPair pair = SocketPair.of(net); ChannelPair channels = ChannelPair.of(net)) {
      InputStream in = pair.clientIn();
      Socket client = pair.client();
      client.close();
      client.close();
      Expect.that("the socket is closed", client.isClosed());
      Expect.thrown(SocketException.class, "Socket closed", in::read);
      Expect.thrown(SocketException.class, "Socket is closed", client::getInputStream);
      channels.client().close();
      channels.client().close();
      Expect.that("the channel is closed", !channels.client().isOpen());
      Expect.thrown(ClosedChannelException.class,
          () -> channels.client().read(ByteBuffer.allocate(1)));
      Expect.equal("read", -1, channels.server().read(ByteBuffer.allocate(1)));
    }
  }
}
