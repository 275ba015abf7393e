package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritePendingException;
import org.sanswitch.impl.channels.Failures;
import org.sanswitch.impl.session.SanStream;

/** The writing half of a channel over a SAN. */
final class SanWriter extends SanDirection {

  /** What went out was cut short; why is told by the next write. */
  private static final int CUT_SHORT = -1;

  private final SanStream stream;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean shut;

  /** Guard: lock of the direction. Whether RDMA may go from the buffer of what is pending. */
  private boolean lent;

  SanWriter(SanTransfers transfers, SanStream stream) {
    super(transfers);
    this.stream = stream;
  }

  void shutdown() throws IOException {
    if (!shut) {
      shut = true;
      stream.shutdownOutput();
      tell();
    }
  }

  @Override
  boolean isShut() {
    return shut;
  }

  @Override
  long shutResult() throws IOException {
    throw new ClosedChannelException();
  }

  @Override
  IllegalStateException killedException() {
    return new IllegalStateException("Writing not allowed due to timeout or cancellation");
  }

  @Override
  IllegalStateException pendingException() {
    return new WritePendingException();
  }

  @Override
  boolean isReady() {
    return shut || isClosed() || stream.isWritable();
  }

  @Override
  long transfer(Transfer operation) throws IOException {
    if (shut) {
      settle();
      throw new IOException("Broken pipe");
    }
    if (operation.isLarge(stream.largeFrom())) {
      return large(operation.buffers[0]);
    }
    long total = 0;
    for (ByteBuffer buffer : operation.buffers) {
      while (buffer.hasRemaining()) {
        int n = write(buffer, total > 0);
        if (n <= 0) {
          return total;
        }
        total += n;
      }
    }
    return total;
  }

  /** The buffer stays lent while this gives NOT_NOW. */
  private long large(ByteBuffer buffer) throws IOException {
    boolean again = false;
    lent = true;
    try {
      int n = write(buffer, false);
      again = n == NOT_NOW;
      return n;
    } finally {
      if (!again) {
        settle();
      }
    }
  }

  @Override
  void settle() {
    if (lent) {
      lent = false;
      stream.settleWrite();
    }
  }

  private int write(ByteBuffer buffer, boolean some) throws IOException {
    try {
      return lent ? stream.writeAwaited(buffer) : stream.tryWrite(buffer);
    } catch (IOException e) {
      if (some) {
        return CUT_SHORT;
      }
      throw isClosed()
          ? new AsynchronousCloseException()
          : new IOException(Failures.writeMessage(e));
    }
  }
}
