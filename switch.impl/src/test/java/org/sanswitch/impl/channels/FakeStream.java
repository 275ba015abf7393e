package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.Watcher;

/** One end of a connection in memory that behaves as SanStream says. */
final class FakeStream implements SanStream {

  private final FakeLink link;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final long id = FakeLink.IDS.incrementAndGet();

  // All guarded by link.lock.
  private final byte[] ring = new byte[FakeLink.WINDOW];
  private int head;
  private int size;
  private boolean inputShut;
  private boolean outputShut;
  private boolean closed;
  private boolean reset;
  private boolean inline;
  private boolean readerWoken;
  private boolean writerWoken;
  private @Nullable EndReason reason;
  String keepAlive = "";

  private volatile @Nullable Runnable listener;
  private volatile @Nullable Watcher watcher;

  /** How often a selector has looked. */
  final AtomicLong looks = new AtomicLong();

  /** The provider that a selector may drive. Guard: volatile. */
  volatile @Nullable ProviderPort port;

  FakeStream(FakeLink link, InetSocketAddress local, InetSocketAddress remote) {
    this.link = link;
    this.local = local;
    this.remote = remote;
  }

  @Override
  public @Nullable ProviderPort port() {
    return port;
  }

  void tell() {
    Runnable told = listener;
    if (told != null) {
      told.run();
    }
    Watcher watching = watcher;
    if (watching != null) {
      var _ = watching.mayBeReady();
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public Route route() {
    return FakeLink.ROUTE;
  }

  @Override
  public int tryRead(byte[] target, int offset, int length) throws IOException {
    return tryRead(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    int n;
    link.lock.lock();
    try {
      n = readLocked(target);
    } finally {
      link.lock.unlock();
    }
    if (n > 0) {
      link.changed();
    }
    return n;
  }

  private int readLocked(ByteBuffer target) throws IOException {
    if (inputShut) {
      return -1;
    }
    if (reset || closed) {
      throw new SocketException("Connection reset");
    }
    if (size == 0) {
      FakeStream peer = link.peerOf(this);
      return peer.outputShut || peer.closed ? -1 : 0;
    }
    int n = Math.min(size, target.remaining());
    for (int i = 0; i < n; i++) {
      target.put(ring[(head + i) % ring.length]);
    }
    head = (head + n) % ring.length;
    size -= n;
    return n;
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) throws IOException {
    return tryWrite(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    int n;
    link.lock.lock();
    try {
      if (outputShut || closed || reset) {
        throw new SocketException("Broken pipe");
      }
      n = link.peerOf(this).takeLocked(source);
    } finally {
      link.lock.unlock();
    }
    if (n > 0) {
      link.changed();
    }
    return n;
  }

  private int takeLocked(ByteBuffer source) {
    if (closed || inputShut) {
      int n = source.remaining();
      source.position(source.limit());
      if (closed) {
        link.peerOf(this).reset = true;
      }
      return n;
    }
    int n = Math.min(ring.length - size, source.remaining());
    for (int i = 0; i < n; i++) {
      ring[(head + size + i) % ring.length] = source.get();
    }
    size += n;
    return n;
  }

  @Override
  public boolean awaitReadable(long nanos) {
    return await(nanos, this::readable, true);
  }

  @Override
  public boolean awaitWritable(long nanos) {
    return await(nanos, this::writable, false);
  }

  private boolean await(long nanos, BooleanSupplier ready, boolean reader) {
    long left = nanos;
    link.lock.lock();
    try {
      while (!ready.getAsBoolean() && left > 0 && !Thread.currentThread().isInterrupted()) {
        if (reader ? readerWoken : writerWoken) {
          break;
        }
        left = link.changed.awaitNanos(left);
      }
      if (reader) {
        readerWoken = false;
      } else {
        writerWoken = false;
      }
      return ready.getAsBoolean();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ready.getAsBoolean();
    } finally {
      link.lock.unlock();
    }
  }

  private boolean readable() {
    FakeStream peer = link.peerOf(this);
    return size > 0 || inputShut || closed || reset || peer.outputShut || peer.closed;
  }

  private boolean writable() {
    FakeStream peer = link.peerOf(this);
    return outputShut || closed || reset || peer.closed || peer.inputShut
        || peer.size < peer.ring.length;
  }

  @Override
  public void wakeReader() {
    locked(() -> readerWoken = true);
  }

  @Override
  public void wakeWriter() {
    locked(() -> writerWoken = true);
  }

  private void locked(Runnable change) {
    link.lock.lock();
    try {
      change.run();
    } finally {
      link.lock.unlock();
    }
    link.changed();
  }

  @Override
  public int available() {
    link.lock.lock();
    try {
      return size;
    } finally {
      link.lock.unlock();
    }
  }

  @Override
  public boolean isReadable() {
    link.lock.lock();
    try {
      return readable();
    } finally {
      link.lock.unlock();
    }
  }

  @Override
  public boolean isWritable() {
    link.lock.lock();
    try {
      return writable();
    } finally {
      link.lock.unlock();
    }
  }

  @Override
  public void readinessListener(@Nullable Runnable told) {
    listener = told;
  }

  @Override
  public void watcher(@Nullable Watcher told) {
    watcher = told;
  }

  @Override
  public void look(boolean notify) {
    looks.incrementAndGet();
  }

  @Override
  public boolean isKnownReadable() {
    return isReadable();
  }

  @Override
  public boolean isKnownWritable() {
    return isWritable();
  }

  @Override
  public void sendUrgent(int data) throws IOException {
    if (link.peerOf(this).inline) {
      tryWrite(new byte[]{(byte) data}, 0, 1);
    }
  }

  @Override
  public void urgentInline(boolean on) {
    locked(() -> inline = on);
  }

  @Override
  public void shutdownInput() {
    locked(() -> inputShut = true);
  }

  @Override
  public void shutdownOutput() {
    locked(() -> outputShut = true);
  }

  @Override
  public void keepAlive(boolean on, int idleSeconds, int intervalSeconds, int count) {
    locked(() -> keepAlive = on + " " + idleSeconds + " " + intervalSeconds + " " + count);
  }

  @Override
  public void close() {
    locked(() -> {
      if (!closed) {
        closed = true;
        outputShut = true;
        reason = EndReason.CLOSED;
        if (size > 0 && !inputShut) {
          link.peerOf(this).reset = true;
        }
      }
    });
  }

  @Override
  public boolean awaitClosed(long nanos) {
    return true;
  }

  @Override
  public void reset(EndReason why) {
    locked(() -> {
      closed = true;
      reason = why;
      link.peerOf(this).reset = true;
    });
  }

  @Override
  public @Nullable EndReason endReason() {
    return reason;
  }

  @Override
  public String endDetail() {
    return "";
  }
}
