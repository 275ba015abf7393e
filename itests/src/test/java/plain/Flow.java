package plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One end of a connection at a selector: sends a stream of bytes, and checks the one that comes. */
final class Flow {

  private final SocketChannel channel;
  private final Pattern out;
  private final Pattern in;
  private final long size;
  private final ByteBuffer writing;
  private final ByteBuffer reading;
  private long written;
  private long read;
  private boolean ended;

  /** The other end; itself where nobody disturbs. */
  private Flow peer = this;

  /** Whether an end of the connection is closed early. Guard: volatile; set before it is closed. */
  private volatile boolean disturbed;

  /** Whether it has failed because of that. Guard: the thread of the selector. */
  private boolean failed;

  /**
   * Makes it.
   *
   * @param outSeed what it sends follows from
   * @param inSeed what the peer sends follows from
   * @param size number of bytes each way
   * @param block size of a write and of a read in bytes
   */
  Flow(SocketChannel channel, long outSeed, long inSeed, long size, int block, boolean direct) {
    this.channel = channel;
    this.out = new Pattern(outSeed);
    this.in = new Pattern(inSeed);
    this.size = size;
    writing = direct ? ByteBuffer.allocateDirect(block) : ByteBuffer.allocate(block);
    reading = direct ? ByteBuffer.allocateDirect(block) : ByteBuffer.allocate(block);
    writing.limit(0);
  }

  void peer(Flow other) {
    peer = other;
  }

  SocketChannel channel() {
    return channel;
  }

  /** From now on both ends may fail, or end early. */
  void disturb() {
    disturbed = true;
    peer.disturbed = true;
  }

  /** Closes this end in the middle of everything. */
  void close() throws IOException {
    disturb();
    channel.close();
  }

  /** As go; a failure is one only if nobody has disturbed the connection. */
  void goOrFail(SelectionKey key) {
    try {
      if (!failed) {
        go(key);
      }
    } catch (IOException | CancelledKeyException e) {
      failed(e);
    }
  }

  void failed(Exception e) {
    boolean cancelled = e instanceof CancelledKeyException && channel.isOpen();
    if (!disturbed && !cancelled) {
      throw new AssertionError("nobody has disturbed " + channel, e);
    }
    failed = !cancelled;
    if (failed) {
      try {
        channel.close();
      } catch (IOException again) {
        throw new AssertionError("close must succeed", again);
      }
    }
  }

  /** {@return whether it has sent and got all, or has failed} */
  boolean isOver() {
    return isDone() || failed || (disturbed && !channel.isOpen());
  }

  /** Does what its key says it can, and asks for what is left. */
  void go(SelectionKey key) throws IOException {
    if (key.isWritable() && written < size) {
      write();
    }
    if (key.isReadable()) {
      read();
    }
    key.interestOps((ended ? 0 : SelectionKey.OP_READ)
        | (written < size ? SelectionKey.OP_WRITE : 0));
  }

  private void write() throws IOException {
    if (!writing.hasRemaining()) {
      writing.clear().limit((int) Math.min(writing.capacity(), size - written));
      out.fill(writing, written);
    }
    written += channel.write(writing);
    if (written == size) {
      channel.shutdownOutput();
    }
  }

  private void read() throws IOException {
    int n = channel.read(reading.clear());
    Expect.that("a readable channel gives a byte or the end, not " + n, n != 0);
    if (n < 0) {
      if (!disturbed) {
        Expect.equal("bytes before the end of the stream", size, read);
      }
      ended = true;
      return;
    }
    in.verify(reading.flip(), read);
    read += n;
  }

  boolean isDone() {
    return ended && written == size;
  }
}
