package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import org.sanswitch.impl.session.SanStream;

/** The writing half of a channel over a SAN. Its write functions need the channel's write lock. */
final class ChannelWriter {

  /** The write is over; why is told by the next one, since some bytes went out. */
  private static final int CUT_SHORT = -1;

  private final SwitchSocketChannel channel;

  /** Whether output is shut down; never reset. */
  private volatile boolean shut;

  ChannelWriter(SwitchSocketChannel channel) {
    this.channel = channel;
  }

  boolean isShut() {
    return shut;
  }

  void shutdown(SanStream stream) throws IOException {
    shut = true;
    stream.shutdownOutput();
    stream.wakeWriter();
  }

  /**
   * Writes from one buffer: all of it in blocking mode. Where the caller must not block, what went
   * out so far, or {@link MonitorHandoff#WOULD_BLOCK} if that is nothing.
   */
  int write(SanStream stream, ByteBuffer src) throws IOException {
    boolean blocking = begin();
    int start = src.position();
    if (blocking && isLarge(stream, src) && !isWrittenLarge(stream, src)) {
      int written = src.position() - start;
      checkSome(written);
      return written;
    }
    while (src.hasRemaining()) {
      int n = tryWrite(stream, src, src.position() > start);
      if (n == CUT_SHORT) {
        break;
      }
      if (n == 0) {
        int written = src.position() - start;
        if (!blocking) {
          return written;
        }
        if (Thread.holdsLock(channel.blockingLock())) {
          return written > 0 ? written : MonitorHandoff.WOULD_BLOCK;
        }
        if (!await(stream, written > 0)) {
          checkSome(written);
          return written;
        }
      }
    }
    return src.position() - start;
  }

  private boolean isLarge(SanStream stream, ByteBuffer src) {
    return src.remaining() >= stream.largeFrom() && src.isDirect()
        && !Thread.holdsLock(channel.blockingLock());
  }

  /** Writes what goes by RDMA, from the buffer as it is; false if the write was cut short. */
  private boolean isWrittenLarge(SanStream stream, ByteBuffer src) throws IOException {
    int start = src.position();
    try {
      while (src.remaining() >= stream.largeFrom()) {
        int n = stream.writeAwaited(src);
        if (n == 0 && !await(stream, src.position() > start)) {
          return false;
        }
      }
      return true;
    } catch (SocketException e) {
      if (src.position() > start) {
        return false;
      }
      throw failed(e);
    } finally {
      stream.settleWrite();
    }
  }

  /** Writes from several buffers: all of them in blocking mode. */
  long write(SanStream stream, ByteBuffer[] srcs, int offset, int length) throws IOException {
    boolean blocking = begin();
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      ByteBuffer src = srcs[i];
      while (src.hasRemaining()) {
        int n = tryWrite(stream, src, total > 0);
        if (n == CUT_SHORT) {
          return total;
        }
        total += n;
        if (n == 0 && !blocking) {
          return total;
        }
        if (n == 0 && !await(stream, total > 0)) {
          checkSome(total);
          return total;
        }
      }
    }
    return total;
  }

  /** Writes all for a socket. */
  void write(SanStream stream, byte[] b, int off, int len) throws IOException {
    channel.beginTransfer();
    if (shut) {
      throw new ClosedChannelException();
    }
    int pos = off;
    int end = off + len;
    while (pos < end) {
      int n;
      try {
        n = stream.tryWrite(b, pos, end - pos);
      } catch (IOException e) {
        throw failed(e);
      }
      pos += n;
      if (n == 0 && !await(stream, false)) {
        throw new AsynchronousCloseException();
      }
    }
  }

  /** Sends one byte of urgent data. */
  void urgent(SanStream stream, int data) throws IOException {
    begin();
    try {
      stream.sendUrgent(data);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private boolean begin() throws IOException {
    boolean blocking = channel.beginTransfer();
    if (shut) {
      throw new AsynchronousCloseException();
    }
    return blocking;
  }

  private int tryWrite(SanStream stream, ByteBuffer src, boolean some) throws IOException {
    try {
      return stream.tryWrite(src);
    } catch (IOException e) {
      if (some) {
        return CUT_SHORT;
      }
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    return channel.isOpen() && !shut
        ? new IOException(Failures.writeMessage(e), e)
        : new AsynchronousCloseException();
  }

  /** A write that was cut short succeeds if some bytes went out. */
  private static void checkSome(long written) throws AsynchronousCloseException {
    if (written == 0) {
      throw new AsynchronousCloseException();
    }
  }

  /** Blocks; false if output was shut down or, when some bytes went out, the channel closed. */
  private boolean await(SanStream stream, boolean some) throws IOException {
    boolean ready = false;
    channel.beginBlocking();
    try {
      while (!ready && !shut && channel.mayWait()) {
        ready = stream.awaitWritable(Long.MAX_VALUE);
      }
    } finally {
      channel.endBlocking(ready || some);
    }
    return ready;
  }
}
