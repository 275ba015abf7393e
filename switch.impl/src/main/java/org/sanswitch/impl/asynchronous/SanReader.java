package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ReadPendingException;
import org.sanswitch.impl.session.SanStream;

/** The reading half of a channel over a SAN. */
final class SanReader extends SanDirection {

  private static final int EOF = -1;

  private final SanStream stream;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean shut;

  /** Guard: lock of the direction. A reset is told once; the kernel forgets it then. */
  private boolean resetTold;

  SanReader(SanTransfers transfers, SanStream stream) {
    super(transfers, stream);
    this.stream = stream;
  }

  void shutdown() {
    shut = true;
    stream.shutdownInput();
    tell();
  }

  @Override
  boolean isShut() {
    return shut;
  }

  @Override
  long shutResult() {
    return EOF;
  }

  @Override
  IllegalStateException killedException() {
    return new IllegalStateException("Reading not allowed due to timeout or cancellation");
  }

  @Override
  IllegalStateException pendingException() {
    return new ReadPendingException();
  }

  @Override
  boolean isReady() {
    return shut || isClosed() || stream.isKnownReadable();
  }

  @Override
  long transfer(Transfer operation) throws IOException {
    if (shut || resetTold) {
      settle();
      return EOF;
    }
    if (operation.isLarge(stream.largeFrom())) {
      return transferLarge(operation.buffers[0]);
    }
    long total = 0;
    for (ByteBuffer buffer : operation.buffers) {
      while (buffer.hasRemaining()) {
        int n = total == 0 ? first(buffer, false) : more(buffer);
        if (n <= 0) {
          return total == 0 ? n : total;
        }
        total += n;
      }
    }
    return total;
  }

  @Override
  long transferAwaited(ByteBuffer buffer) throws IOException {
    return first(buffer, true);
  }

  @Override
  boolean await(long nanos) {
    return stream.awaitReadable(nanos);
  }

  @Override
  void wake() {
    stream.wakeReader();
  }

  @Override
  void settleStream() {
    stream.settleRead();
  }

  private int first(ByteBuffer buffer, boolean awaited) throws IOException {
    try {
      int n = awaited ? stream.readAwaited(buffer) : stream.tryRead(buffer);
      if (n < 0 && isClosed()) {
        throw new AsynchronousCloseException();
      }
      return n;
    } catch (AsynchronousCloseException e) {
      throw e;
    } catch (IOException e) {
      if (isClosed()) {
        throw new AsynchronousCloseException();
      }
      resetTold = true;
      throw new IOException(e.getMessage());
    }
  }

  /** What goes wrong after some bytes were read is told by the next read. */
  private int more(ByteBuffer buffer) {
    try {
      return stream.tryRead(buffer);
    } catch (IOException e) {
      return 0;
    }
  }
}
