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

  SanWriter(SanTransfers transfers, SanStream stream) {
    super(transfers, stream);
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
    return shut || isClosed() || stream.isKnownWritable();
  }

  @Override
  long transfer(Transfer operation) throws IOException {
    if (shut) {
      settle();
      throw new IOException("Broken pipe");
    }
    if (operation.isLarge(stream.largeFrom())) {
      return transferLarge(operation.buffers[0]);
    }
    long total = 0;
    for (ByteBuffer buffer : operation.buffers) {
      while (buffer.hasRemaining()) {
        int n = write(buffer, total > 0, false);
        if (n <= 0) {
          return total;
        }
        total += n;
      }
    }
    return total;
  }

  @Override
  long transferAwaited(ByteBuffer buffer) throws IOException {
    return write(buffer, false, true);
  }

  @Override
  boolean await(long nanos) {
    return stream.awaitWritable(nanos);
  }

  @Override
  void wake() {
    stream.wakeWriter();
  }

  @Override
  void settleStream() {
    stream.settleWrite();
  }

  private int write(ByteBuffer buffer, boolean some, boolean awaited) throws IOException {
    try {
      return awaited ? stream.writeAwaited(buffer) : stream.tryWrite(buffer);
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
