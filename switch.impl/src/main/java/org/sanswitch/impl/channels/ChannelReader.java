package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import org.sanswitch.impl.session.SanStream;

/** The reading half of a channel over a SAN. Its read functions need the channel's read lock. */
final class ChannelReader {

  private static final int EOF = -1;

  private final SwitchSocketChannel channel;

  /** Whether input is shut down; never reset. */
  private volatile boolean shut;

  ChannelReader(SwitchSocketChannel channel) {
    this.channel = channel;
  }

  boolean isShut() {
    return shut;
  }

  void shutdown(SanStream stream) {
    shut = true;
    stream.shutdownInput();
    stream.wakeReader();
  }

  /** Reads into one buffer; {@link MonitorHandoff#WOULD_BLOCK} if the caller must not block. */
  int read(SanStream stream, ByteBuffer dst) throws IOException {
    boolean blocking = channel.beginTransfer();
    if (shut) {
      return EOF;
    }
    checkWritable(dst);
    if (!dst.hasRemaining()) {
      return 0;
    }
    if (blocking && isLarge(stream, dst)) {
      return readLarge(stream, dst);
    }
    while (true) {
      int n = tryRead(stream, dst);
      if (n != 0 || !blocking) {
        return n;
      }
      if (Thread.holdsLock(channel.blockingLock())) {
        return MonitorHandoff.WOULD_BLOCK;
      }
      if (!await(stream, Long.MAX_VALUE)) {
        return EOF;
      }
    }
  }

  private boolean isLarge(SanStream stream, ByteBuffer dst) {
    return dst.remaining() >= stream.largeFrom() && dst.isDirect()
        && !Thread.holdsLock(channel.blockingLock());
  }

  /** Reads so that what comes by RDMA may go straight into the buffer. */
  private int readLarge(SanStream stream, ByteBuffer dst) throws IOException {
    try {
      while (true) {
        int n = checked(stream.readAwaited(dst));
        if (n != 0) {
          return n;
        }
        if (!await(stream, Long.MAX_VALUE)) {
          return EOF;
        }
      }
    } catch (SocketException e) {
      throw closedOr(e);
    } finally {
      stream.settleRead();
    }
  }

  /** Reads into several buffers. */
  long read(SanStream stream, ByteBuffer[] dsts, int offset, int length) throws IOException {
    boolean blocking = channel.beginTransfer();
    if (shut) {
      return EOF;
    }
    boolean room = false;
    for (int i = offset; i < offset + length; i++) {
      checkWritable(dsts[i]);
      room |= dsts[i].hasRemaining();
    }
    if (!room) {
      return 0;
    }
    while (true) {
      long n = tryScatter(stream, dsts, offset, length);
      if (n != 0 || !blocking) {
        return n;
      }
      if (!await(stream, Long.MAX_VALUE)) {
        return EOF;
      }
    }
  }

  /** Reads for a socket; it consumes nothing if the time is over (BLK-9). */
  int read(SanStream stream, byte[] b, int off, int len, long nanos) throws IOException {
    channel.beginTransfer();
    if (shut) {
      return EOF;
    }
    int n = tryRead(stream, b, off, len);
    if (n != 0) {
      return n;
    }
    long deadline = Deadline.after(nanos);
    while (n == 0) {
      if (!await(stream, Deadline.left(deadline))) {
        if (shut) {
          return EOF;
        }
        throw new SocketTimeoutException("Read timed out");
      }
      n = tryRead(stream, b, off, len);
    }
    return n;
  }

  private int tryRead(SanStream stream, ByteBuffer dst) throws IOException {
    try {
      return checked(stream.tryRead(dst));
    } catch (IOException e) {
      throw closedOr(e);
    }
  }

  private int tryRead(SanStream stream, byte[] b, int off, int len) throws IOException {
    try {
      return checked(stream.tryRead(b, off, len));
    } catch (IOException e) {
      throw closedOr(e);
    }
  }

  private long tryScatter(SanStream stream, ByteBuffer[] dsts, int offset, int length)
      throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      while (dsts[i].hasRemaining()) {
        int n = total == 0 ? tryRead(stream, dsts[i]) : tryMore(stream, dsts[i]);
        if (n <= 0) {
          return total == 0 ? n : total;
        }
        total += n;
      }
    }
    return total;
  }

  /** What goes wrong after some bytes were read is told by the next read. */
  private static int tryMore(SanStream stream, ByteBuffer dst) {
    try {
      return stream.tryRead(dst);
    } catch (IOException e) {
      return 0;
    }
  }

  private int checked(int n) throws AsynchronousCloseException {
    if (n < 0 && !channel.isOpen()) {
      throw new AsynchronousCloseException();
    }
    return n;
  }

  private IOException closedOr(IOException e) {
    return channel.isOpen() || e instanceof AsynchronousCloseException
        ? e
        : new AsynchronousCloseException();
  }

  /** Blocks; false if the time is over or input was shut down. */
  private boolean await(SanStream stream, long nanos) throws IOException {
    long deadline = Deadline.after(nanos);
    boolean ready = false;
    channel.beginBlocking();
    try {
      long left = nanos;
      while (!ready && left > 0 && !shut && channel.mayWait()) {
        ready = stream.awaitReadable(left);
        left = Deadline.left(deadline);
      }
    } finally {
      channel.endBlocking(ready);
    }
    return ready;
  }

  private static void checkWritable(ByteBuffer dst) {
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
  }
}
