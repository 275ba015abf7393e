package org.sanswitch.impl.session;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of the application that do not wait: each looks at the provider when there is
 * nothing to do, tries once more, and counts the bytes. Threading: as {@link SanStream}.
 */
final class Transfers {

  /** Time until urgent data without a credit is tried again. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ReadPath reader;
  private final SendPath sender;
  private final Lifecycle life;
  private final Wire wire;
  private final long urgentNanos;
  private final DirectView directView = new DirectView();

  /** Of the buffers that are read into. Guard: the reader. */
  private final DirectView targetView;

  /** Guard: volatile; set once, before the listener gets the stream. */
  private volatile @Nullable TrafficCounter counter;

  /** Guard: volatile. */
  private volatile @Nullable Runnable readiness;

  /** Guard: volatile. */
  private volatile @Nullable Watcher watcher;

  Transfers(ReadPath reader, SendPath sender, Lifecycle life, Wire wire, DirectView targets,
      long urgentNanos) {
    this.reader = reader;
    this.sender = sender;
    this.life = life;
    this.wire = wire;
    targetView = targets;
    this.urgentNanos = urgentNanos;
  }

  void countBy(TrafficCounter bytes) {
    counter = bytes;
  }

  /** Nothing follows. */
  void close() {
    TrafficCounter bytes = counter;
    if (bytes != null) {
      bytes.close();
    }
  }

  int read(ByteBuffer target) throws SocketException {
    checkOpen(target);
    int position = target.position();
    int count =
        target.hasArray()
            ? read(
                target.array(), null, target.arrayOffset() + position, target.remaining())
            : read(null, target, position, target.remaining());
    if (count > 0) {
      target.position(position + count);
    }
    return count;
  }

  int read(byte @Nullable [] array, @Nullable ByteBuffer buffer, int at, int length)
      throws SocketException {
    int count = reader.read(array, buffer, at, length);
    if (count == 0) {
      look();
      count = reader.read(array, buffer, at, length);
    }
    if (count > 0) {
      read(count);
    }
    return count;
  }

  int write(byte[] source, int offset, int length) throws SocketException {
    int count = sender.write(source, null, offset, length);
    if (count == 0) {
      look();
      count = sender.write(source, null, offset, length);
    }
    return written(count);
  }

  int write(ByteBuffer source) throws SocketException {
    checkOpen(source);
    int position = source.position();
    int count;
    if (source.hasArray()) {
      count = write(source.array(), source.arrayOffset() + position, source.remaining());
    } else {
      count = sender.write(null, directView.of(source), position, source.remaining());
      if (count == 0) {
        look();
        count = sender.write(null, directView.of(source), position, source.remaining());
      }
      written(count);
    }
    source.position(position + count);
    return count;
  }

  /** Reads for a call that waits, into a direct buffer. */
  int readAwaited(ByteBuffer target) throws SocketException {
    LargeReceives large = reader.large();
    if (large == null) {
      return read(target);
    }
    checkOpen(target);
    int position = target.position();
    int length = target.remaining();
    int count =
        reader.readAwaited(large, target, targetView.of(target), position, length);
    if (count == 0) {
      look();
      count = reader.readAwaited(large, target, targetView.of(target), position, length);
    }
    if (count > 0) {
      target.position(position + count);
      read(count);
    }
    return count;
  }

  /** Writes for a call that waits, from a direct buffer. */
  int writeAwaited(ByteBuffer source) throws SocketException {
    checkOpen(source);
    int position = source.position();
    int length = source.remaining();
    int count = sender.writeAwaited(source, directView.of(source), position, length);
    if (count == 0) {
      look();
      count = sender.writeAwaited(source, directView.of(source), position, length);
    }
    source.position(position + written(count));
    return count;
  }

  /**
   * Throws what the JDK's channels throw if the buffer's arena was closed, or is another thread's:
   * the application is told, and its connection goes on.
   */
  private static void checkOpen(ByteBuffer buffer) {
    if (!buffer.hasArray() && buffer.hasRemaining()) {
      var _ = buffer.get(buffer.position());
    }
  }

  private void read(int count) {
    TrafficCounter bytes = counter;
    if (bytes != null) {
      bytes.received(count);
    }
  }

  private int written(int count) {
    TrafficCounter bytes = counter;
    if (count > 0 && bytes != null) {
      bytes.sent(count);
    }
    return count;
  }

  /** Sends one urgent byte; waits for a credit within the bound. An interrupt stays for later. */
  void writeUrgent(byte data) throws SocketException {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (!sender.writeUrgent(data)) {
        wire.poll();
        if (System.nanoTime() - start > urgentNanos) {
          throw new SocketException(
              "urgent data got no credit in " + TimeUnit.NANOSECONDS.toMillis(urgentNanos)
                  + " ms");
        }
        // A thread that stays interrupted cannot park: it would spin.
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  int available() {
    if (life.isReadOver()) {
      return 0;
    }
    if (reader.available() == 0) {
      look();
    }
    return (int) Math.min(reader.available(), Integer.MAX_VALUE);
  }

  boolean isReadable() {
    if (!reader.canRead()) {
      look();
    }
    return reader.canRead();
  }

  boolean isWritable() {
    if (!sender.canWrite()) {
      look();
    }
    return sender.canWrite();
  }

  private void look() {
    look(readiness != null);
  }

  /** Looks once; with {@code notify} the provider tells promptly when something comes later. */
  void look(boolean notify) {
    if (notify) {
      wire.pollAndNotify();
    } else {
      wire.poll();
    }
  }

  /** Names who is told that the session may have become readable or writable. */
  void readinessListener(@Nullable Runnable listener) {
    readiness = listener;
    if (listener != null) {
      wire.pollAndNotify();
      if (reader.canRead() || sender.canWrite()) {
        listener.run();
      }
    }
  }

  /** Names who is told, and asks the provider by itself. */
  void watcher(@Nullable Watcher told) {
    watcher = told;
    if (told != null && (reader.canRead() || sender.canWrite())) {
      var _ = told.mayBeReady();
    }
  }

  /** {@return whether somebody is told that it has become readable or writable} */
  boolean isWatched() {
    return readiness != null || watcher != null;
  }

  /** Something may have changed; {@return whether the provider has to tell promptly again}. */
  boolean tellReadiness() {
    Watcher watching = watcher;
    boolean again = watching != null && watching.mayBeReady();
    Runnable listener = readiness;
    if (listener == null) {
      return again;
    }
    listener.run();
    return true;
  }
}
