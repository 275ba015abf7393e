package plain;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** BLK-10: an interrupt ends blocked calls as the JDK's sockets say. */
public final class InterruptChecks {

  private InterruptChecks() {}

  /** A blocked read of a channel. */
  public static void interruptEndsABlockedChannelRead(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      try (ChannelPair pair = ChannelPair.of(net)) {
        interrupted(kind, () -> pair.server().read(ByteBuffer.allocate(8)), () -> 0);
        Expect.that("the channel is closed", !pair.server().isOpen());
        Expect.equal("read", -1, pair.client().read(ByteBuffer.allocate(8)));
      }
    }
  }

  /** A blocked write of a channel. */
  public static void interruptEndsABlockedChannelWrite(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      try (ChannelPair pair = ChannelPair.of(net)) {
        AtomicLong written = new AtomicLong();
        interrupted(kind, () -> BlockedChecks.fill(pair.client(), written), written::get);
        Expect.that("the channel is closed", !pair.client().isOpen());
      }
    }
  }

  /** A blocked accept of a channel. */
  public static void interruptEndsABlockedChannelAccept(Net net, long seed) throws Exception {
    for (Task.Kind kind : Task.Kind.values()) {
      try (ServerSocketChannel listener = net.listenChannel()) {
        interrupted(kind, listener::accept, () -> 0);
        Expect.that("the listener is closed", !listener.isOpen());
      }
    }
  }

  private static void interrupted(
      Task.Kind kind, Expect.Body blocks, java.util.function.LongSupplier progress)
      throws Exception {
    AtomicBoolean status = new AtomicBoolean();
    Task<Void> task = Task.run(kind, () -> {
      try {
        blocks.run();
      } finally {
        status.set(Thread.currentThread().isInterrupted());
      }
    });
    task.awaitBlocked(progress);
    task.thread().interrupt();
    Expect.exactly(ClosedByInterruptException.class, task.failure());
    Expect.that("the interrupt status is set", status.get());
  }

  /** A set interrupt status counts even when data is waiting. */
  public static void interruptStatusCountsWhenDataIsWaiting(Net net, long seed) throws Exception {
    try (ChannelPair pair = ChannelPair.of(net)) {
      pair.client().write(ByteBuffer.allocate(8));
      Task<Void> reader = Task.run(() -> {
        Thread.currentThread().interrupt();
        pair.server().read(ByteBuffer.allocate(8));
      });
      Expect.exactly(ClosedByInterruptException.class, reader.failure());
      Expect.that("the channel is closed", !pair.server().isOpen());
    }
  }

  /** A socket's read on a platform thread is not interruptible. */
  public static void interruptDoesNotEndASocketsReadOnAPlatformThread(Net net, long seed)
      throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      AtomicBoolean status = new AtomicBoolean();
      Task<Integer> reader = Task.start(() -> {
        int read = pair.serverIn().read();
        status.set(Thread.currentThread().isInterrupted());
        return read;
      });
      reader.awaitBlocked();
      reader.thread().interrupt();
      reader.awaitBlocked();
      pair.clientOut().write(5);
      Expect.equal("byte", 5, reader.get());
      Expect.that("the interrupt status is set", status.get());
    }
  }

  /** A socket's read on a virtual thread is, and closes the socket. */
  public static void interruptEndsASocketsReadOnAVirtualThread(Net net, long seed)
      throws Exception {
    try (SocketPair pair = SocketPair.of(net)) {
      Task<Integer> reader = Task.start(Task.Kind.VIRTUAL, () -> pair.serverIn().read());
      reader.awaitBlocked();
      reader.thread().interrupt();
      SocketException closed = Expect.exactly(SocketException.class, reader.failure());
      Expect.equal("message", "Closed by interrupt", closed.getMessage());
      Expect.that("the socket is closed", pair.server().isClosed());
    }
  }
}
