package plain;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A call that does not come back by itself.
 *
 * @param call blocks, maybe after some rounds
 * @param rounds counts these
 * @param victim what other threads close
 * @param rest is closed in the end
 */
record BlockedCall(Expect.Body call, AtomicLong rounds, Channel victim, AutoCloseable rest)
    implements
      AutoCloseable {

  private static final int LONG_MS = 60_000;
  private static final int BLOCK = 64 << 10;

  /** Makes one for each test. */
  interface Maker {
    BlockedCall make(Net net) throws Exception;
  }

  /** A call on the channel that reads, or on the one that writes. */
  interface OnChannel {
    long call(SocketChannel channel) throws Exception;
  }

  /** Opens what a call writes to. */
  interface Opened {
    OnChannel on(SocketChannel channel) throws Exception;
  }

  /** A call on a listener. */
  interface OnListener {
    AutoCloseable call(ServerSocketChannel listener) throws Exception;
  }

  /** {@return a call that waits for bytes} */
  static Maker reading(OnChannel call) {
    return net -> {
      ChannelPair pair = ChannelPair.of(net);
      return new BlockedCall(() -> call.call(pair.server()), new AtomicLong(), pair.server(), pair);
    };
  }

  /** {@return a call that is repeated until it waits for room} */
  static Maker writing(OnChannel call) {
    return writingTo(channel -> call);
  }

  /** {@return a call on what is opened once, repeated until it waits for room} */
  static Maker writingTo(Opened opened) {
    return net -> {
      ChannelPair pair = ChannelPair.of(net);
      OnChannel call = opened.on(pair.server());
      AtomicLong rounds = new AtomicLong();
      return new BlockedCall(() -> {
        while (true) {
          call.call(pair.server());
          rounds.incrementAndGet();
        }
      }, rounds, pair.server(), pair);
    };
  }

  /** {@return a call that writes a file again and again} */
  static Maker transferringTo() {
    return net -> {
      ChannelPair pair = ChannelPair.of(net);
      AtomicLong rounds = new AtomicLong();
      return new BlockedCall(() -> OneFile.with(file -> {
        while (true) {
          file.transferTo(0, BLOCK, pair.server());
          rounds.incrementAndGet();
        }
      }), rounds, pair.server(), pair);
    };
  }

  static Maker accepting(OnListener call) {
    return net -> {
      ServerSocketChannel listener = net.listenChannel();
      return new BlockedCall(() -> call.call(listener), new AtomicLong(), listener, listener);
    };
  }

  /** {@return a call that waits for somebody who does not answer} */
  static Maker connecting(OnChannel call) {
    return net -> {
      SocketChannel channel = net.channels().openSocketChannel();
      return new BlockedCall(() -> call.call(channel), new AtomicLong(), channel, channel);
    };
  }

  static long scatter(SocketChannel channel) throws Exception {
    return channel.read(buffers());
  }

  static long gather(SocketChannel channel) throws Exception {
    return channel.write(buffers());
  }

  private static ByteBuffer[] buffers() {
    return new ByteBuffer[]{ByteBuffer.allocate(BLOCK), ByteBuffer.allocateDirect(BLOCK)};
  }

  static long transferFrom(SocketChannel channel) throws Exception {
    return OneFile.with(file -> file.transferFrom(channel, 0, BLOCK));
  }

  static long streamWrite(SocketChannel channel) throws Exception {
    Channels.newOutputStream(channel).write(new byte[BLOCK]);
    return 0;
  }

  /** Where a close lets a write end that has taken some, the next one tells: a closed socket gives no stream. */
  static OnChannel socketWrite(SocketChannel channel) throws Exception {
    OutputStream out = channel.socket().getOutputStream();
    return same -> {
      out.write(new byte[BLOCK]);
      return 0;
    };
  }

  static long socketReadWithTime(SocketChannel channel) throws Exception {
    channel.socket().setSoTimeout(LONG_MS);
    return channel.socket().getInputStream().read();
  }

  static Socket socketAcceptWithTime(ServerSocketChannel listener) throws Exception {
    ServerSocket socket = listener.socket();
    socket.setSoTimeout(LONG_MS);
    return socket.accept();
  }

  static long finishConnect(SocketChannel channel, SilentListener silent) throws Exception {
    channel.configureBlocking(false);
    Expect.that("nobody answers", !channel.connect(silent.address()));
    channel.configureBlocking(true);
    return channel.finishConnect() ? 1 : 0;
  }

  static long socketConnect(SocketChannel channel, SilentListener silent, int millis)
      throws Exception {
    channel.socket().connect(silent.address(), millis);
    return 1;
  }

  /**
   * {@return which exception it ends with, and what is still open}
   *
   * @param kind of thread that calls
   * @param interrupt whether the thread is interrupted; else the victim is closed
   */
  String end(Task.Kind kind, boolean interrupt) throws Exception {
    Task<Void> task = Task.run(kind, call);
    task.awaitBlocked(rounds::get);
    if (interrupt) {
      task.thread().interrupt();
    } else {
      victim.close();
    }
    String failure = name(task.failure());
    return victim.isOpen() ? failure + "-open" : failure;
  }

  /** What a call has moved before counts, so that it may be the next one that fails. */
  private String name(Throwable failure) {
    Class<?> type = rounds.get() > 0 && failure instanceof ClosedChannelException
        ? ClosedChannelException.class
        : failure.getClass();
    String name = type.getSimpleName().replace("Exception", "");
    // Sockets tell by the message which it was.
    return failure instanceof SocketException
        ? name + ":" + failure.getMessage().replace(' ', '-')
        : name;
  }

  @Override
  public void close() throws Exception {
    rest.close();
  }
}
