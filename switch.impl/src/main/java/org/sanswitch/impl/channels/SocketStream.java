package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sanswitch.impl.session.SanStream;

/**
 * A {@code java.net} socket over a SAN: reads and writes with the JDK's exceptions. An interrupt ends
 * a wait of a virtual thread only (BLK-10); the socket above then closes.
 */
final class SocketStream {

  private static final int EOF = -1;

  private final SanStream stream;
  private final ReentrantLock readLock = new ReentrantLock();
  private final ReentrantLock writeLock = new ReentrantLock();

  /** Time-out of reads in milliseconds, 0 for ever. */
  private volatile int timeout;

  private volatile boolean closed;
  private volatile boolean inputShut;

  /** Guarded by readLock: the end was read, and is read for ever, also when closed. */
  private boolean ended;

  SocketStream(SanStream stream, int timeout) {
    this.stream = stream;
    this.timeout = timeout;
  }

  SanStream stream() {
    return stream;
  }

  void timeout(int millis) {
    timeout = millis;
  }

  int read(byte[] b, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    if (len == 0) {
      return 0;
    }
    int millis = timeout;
    long nanos = lockForRead(millis);
    try {
      if (ended) {
        return EOF;
      }
      int n = inputShut ? endOrClosed() : tryRead(b, off, len);
      if (n == 0) {
        n = timedRead(b, off, len, nanos);
      }
      ended = n == EOF;
      return n;
    } finally {
      readLock.unlock();
    }
  }

  private int timedRead(byte[] b, int off, int len, long nanos) throws IOException {
    long deadline = Deadline.after(nanos);
    int n = 0;
    while (n == 0) {
      awaitReadable(deadline);
      n = tryRead(b, off, len);
    }
    return n;
  }

  private int tryRead(byte[] b, int off, int len) throws IOException {
    checkOpen();
    try {
      int n = stream.tryRead(b, off, len);
      return n < 0 ? endOrClosed() : n;
    } catch (IOException e) {
      throw closedOr(e);
    }
  }

  private int endOrClosed() throws SocketException {
    checkOpen();
    return EOF;
  }

  private void awaitReadable(long deadline) throws IOException {
    boolean interrupted = false;
    try {
      while (!closed && !inputShut) {
        interrupted |= clearInterrupt();
        long left = Deadline.left(deadline);
        if (left <= 0) {
          throw new SocketTimeoutException("Read timed out");
        }
        if (stream.awaitReadable(left)) {
          return;
        }
      }
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  /** Locks; what is left of the time-out, where the wait for the lock counts too. */
  private long lockForRead(int millis) throws SocketTimeoutException {
    if (millis == 0 || readLock.tryLock()) {
      if (millis == 0) {
        readLock.lock();
      }
      return Deadline.nanosOfMillis(millis);
    }
    long deadline = Deadline.after(Deadline.nanosOfMillis(millis));
    if (!lockUntil(deadline)) {
      throw new SocketTimeoutException("Read timed out");
    }
    return Deadline.left(deadline);
  }

  private boolean lockUntil(long deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return readLock.tryLock(Deadline.left(deadline), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  void write(byte[] b, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    if (len == 0) {
      return;
    }
    writeLock.lock();
    try {
      int pos = off;
      int end = off + len;
      while (pos < end) {
        int n = tryWrite(b, pos, end - pos);
        pos += n;
        if (n == 0) {
          awaitWritable();
        }
      }
    } finally {
      writeLock.unlock();
    }
  }

  private int tryWrite(byte[] b, int off, int len) throws IOException {
    checkOpen();
    try {
      return stream.tryWrite(b, off, len);
    } catch (IOException e) {
      checkOpen();
      throw new SocketException(Failures.writeMessage(e), e);
    }
  }

  private void awaitWritable() throws IOException {
    boolean interrupted = false;
    try {
      boolean ready = false;
      while (!ready && !closed) {
        interrupted |= clearInterrupt();
        ready = stream.awaitWritable(Long.MAX_VALUE);
      }
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  void sendUrgent(int data) throws IOException {
    writeLock.lock();
    try {
      checkOpen();
      stream.sendUrgent(data);
    } catch (IOException e) {
      throw closedOr(e);
    } finally {
      writeLock.unlock();
    }
  }

  int available() throws IOException {
    checkOpen();
    return inputShut ? 0 : stream.available();
  }

  void shutdownInput() throws IOException {
    checkOpen();
    inputShut = true;
    stream.shutdownInput();
    stream.wakeReader();
  }

  void shutdownOutput() throws IOException {
    checkOpen();
    stream.shutdownOutput();
    stream.wakeWriter();
  }

  void close(int linger) {
    closed = true;
    StreamClose.close(stream, linger);
  }

  void checkOpen() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  private IOException closedOr(IOException e) {
    return closed ? new SocketException("Socket closed") : e;
  }

  /** On a platform thread an interrupt does not count; on a virtual one it ends the call. */
  static boolean clearInterrupt() throws InterruptedIOException {
    if (!Thread.currentThread().isVirtual()) {
      return Thread.interrupted();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException();
    }
    return false;
  }

  static void restoreInterrupt(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
