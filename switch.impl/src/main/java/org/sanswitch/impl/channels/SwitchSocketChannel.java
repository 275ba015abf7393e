package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.TrafficCounter;

/**
 * A socket channel that is carried by a SAN or by TCP/IP.
 *
 * <p>Lock order: readLock, writeLock, stateLock. Neither of the first two is needed to close.
 */
final class SwitchSocketChannel extends SocketChannel implements Selectable {

  /** Held while reading and connecting. */
  final ReentrantLock readLock = new ReentrantLock();

  /** Held while writing and connecting. */
  final ReentrantLock writeLock = new ReentrantLock();

  /** Mode, stream and inner channel, in step with each other. */
  final ChannelState state;

  private final ChannelReader reader = new ChannelReader(this);
  private final ChannelWriter writer = new ChannelWriter(this);
  private final ChannelConnector connector;
  private final ReadinessListeners readiness = new ReadinessListeners();

  /** Whether the stream tells the selectors. Guarded by readiness. */
  private boolean watched;

  /** Made by socket(), guarded by readiness. */
  private @Nullable SwitchSocketAdaptor socket;

  /** An unconnected channel. */
  SwitchSocketChannel(SwitchSelectorProvider provider, ChannelState state) {
    super(provider.reported());
    this.state = state;
    this.connector = new ChannelConnector(this, provider.core());
  }

  @Override
  public SocketChannel bind(@Nullable SocketAddress local) throws IOException {
    readLock.lock();
    writeLock.lock();
    try {
      state.notPending().bind(local);
    } finally {
      writeLock.unlock();
      readLock.unlock();
    }
    return this;
  }

  @Override
  public boolean connect(SocketAddress remote) throws IOException {
    return connector.connect(remote);
  }

  /** Connects for the socket adaptor; 0 milliseconds is for ever. */
  void connect(SocketAddress remote, int millis) throws IOException {
    connector.connect(remote, millis);
  }

  @Override
  public boolean finishConnect() throws IOException {
    return connector.finishConnect();
  }

  @Override
  public boolean isConnected() {
    return state.isConnected();
  }

  @Override
  public boolean isConnectionPending() {
    return state.isConnectionPending();
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    int n = lockedRead(Objects.requireNonNull(dst));
    return n == MonitorHandoff.WOULD_BLOCK
        ? MonitorHandoff.run(blockingLock(), () -> lockedRead(dst))
        : n;
  }

  private int lockedRead(ByteBuffer dst) throws IOException {
    readLock.lock();
    try {
      SanStream stream = state.stream();
      if (stream != null) {
        return reader.read(stream, dst);
      }
      SocketChannel inner = state.forTcp();
      if (Thread.holdsLock(blockingLock()) && TcpChannels.readMayBlock(inner)) {
        return MonitorHandoff.WOULD_BLOCK;
      }
      return (int) received(inner.read(dst));
    } catch (ClosedByInterruptException e) {
      throw closing(e);
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    readLock.lock();
    try {
      SanStream stream = state.stream();
      return stream != null
          ? reader.read(stream, dsts, offset, length)
          : received(state.forTcp().read(dsts, offset, length));
    } catch (ClosedByInterruptException e) {
      throw closing(e);
    } finally {
      readLock.unlock();
    }
  }

  /**
   * Reads for the socket adaptor; 0 milliseconds is for ever.
   *
   * @param tcp the stream that has the time-out set, if this goes by TCP/IP
   */
  int read(@Nullable InputStream tcp, byte[] b, int off, int len, int millis)
      throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    if (len == 0) {
      return 0;
    }
    readLock.lock();
    try {
      if (tcp != null) {
        return (int) received(tcp.read(b, off, len));
      }
      checkBlocking();
      return reader.read(sanStream(), b, off, len, Deadline.nanosOfMillis(millis));
    } catch (ClosedByInterruptException e) {
      throw closing(e);
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    int n = lockedWrite(Objects.requireNonNull(src));
    return n == MonitorHandoff.WOULD_BLOCK
        ? MonitorHandoff.run(blockingLock(), () -> lockedWrite(src))
        : n;
  }

  private int lockedWrite(ByteBuffer src) throws IOException {
    writeLock.lock();
    try {
      SanStream stream = state.stream();
      if (stream != null) {
        return writer.write(stream, src);
      }
      SocketChannel inner = state.forTcp();
      if (Thread.holdsLock(blockingLock()) && TcpChannels.writeMayBlock(inner)) {
        return MonitorHandoff.WOULD_BLOCK;
      }
      return (int) sent(inner.write(src));
    } catch (ClosedByInterruptException e) {
      throw closing(e);
    } finally {
      writeLock.unlock();
    }
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    writeLock.lock();
    try {
      SanStream stream = state.stream();
      return stream != null
          ? writer.write(stream, srcs, offset, length)
          : sent(state.forTcp().write(srcs, offset, length));
    } catch (ClosedByInterruptException e) {
      throw closing(e);
    } finally {
      writeLock.unlock();
    }
  }

  /**
   * Writes all for the socket adaptor.
   *
   * @param tcp the stream to write to, if this goes by TCP/IP
   */
  void write(@Nullable OutputStream tcp, byte[] b, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    if (len == 0) {
      return;
    }
    writeLock.lock();
    try {
      if (tcp != null) {
        tcp.write(b, off, len);
        sent(len);
      } else {
        checkBlocking();
        writer.write(sanStream(), b, off, len);
      }
    } catch (ClosedByInterruptException e) {
      throw closing(e);
    } finally {
      writeLock.unlock();
    }
  }

  /** Sends urgent data for the socket adaptor. */
  void sendUrgent(int data) throws IOException {
    writeLock.lock();
    try {
      SanStream stream = state.stream();
      if (stream == null) {
        state.forTcp().socket().sendUrgentData(data);
      } else {
        writer.urgent(stream, data);
      }
    } finally {
      writeLock.unlock();
    }
  }

  /** {@return number of bytes that the socket adaptor can read from a SAN without waiting} */
  int available() throws IOException {
    checkOpen();
    return reader.isShut() ? 0 : sanStream().available();
  }

  /** {@return the stream of a channel that is known to be on a SAN} */
  private SanStream sanStream() {
    return Objects.requireNonNull(state.stream());
  }

  @Override
  public SocketChannel shutdownInput() throws IOException {
    SanStream stream = state.stream();
    if (stream == null) {
      state.connectedForTcp().shutdownInput();
    } else {
      checkOpen();
      reader.shutdown(stream);
    }
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    SanStream stream = state.stream();
    if (stream == null) {
      state.connectedForTcp().shutdownOutput();
    } else {
      checkOpen();
      writer.shutdown(stream);
    }
    return this;
  }

  boolean isInputShut() {
    return reader.isShut() || TcpChannels.isInputShut(state);
  }

  boolean isOutputShut() {
    return writer.isShut() || TcpChannels.isOutputShut(state);
  }

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    checkOpen();
    return state.local();
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() throws IOException {
    checkOpen();
    return state.remote();
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    SocketChannel holder = state.optionHolder(Objects.requireNonNull(name));
    holder.setOption(name, value);
    state.remember(name, value);
    SanStream stream = state.stream();
    if (stream != null) {
      StreamOptions.changed(stream, name, value, supportedOptions(), holder::getOption);
    }
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return state.optionHolder(Objects.requireNonNull(name)).getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return state.supportedOptions();
  }

  @Override
  public Socket socket() {
    synchronized (readiness) {
      if (socket == null) {
        socket = SwitchSocketAdaptor.of(this);
      }
      return socket;
    }
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    readLock.lock();
    writeLock.lock();
    try {
      state.configureBlocking(block);
    } finally {
      writeLock.unlock();
      readLock.unlock();
    }
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    connector.cancel();
    state.close(isBlocking());
  }

  @Override
  public @Nullable SocketChannel watched() {
    return state.stream() == null ? state.inner() : null;
  }

  @Override
  public int watchedOps(int interest) {
    return state.isConnectingOverSan() ? 0 : interest;
  }

  @Override
  public int readyOps() {
    SanStream stream = state.stream();
    if (!isOpen()) {
      return 0;
    }
    return stream == null
        ? connector.readyOps()
        : (stream.isKnownReadable() ? SelectionKey.OP_READ : 0)
            | (stream.isKnownWritable() ? SelectionKey.OP_WRITE : 0);
  }

  @Override
  public boolean look(boolean notify) {
    SanStream stream = state.stream();
    if (stream == null) {
      return false;
    }
    stream.look(notify);
    return true;
  }

  @Override
  public @Nullable ProviderPort port() {
    SanStream stream = state.stream();
    return stream == null ? null : stream.port();
  }

  @Override
  public void addReadiness(SwitchSelectionKey key) {
    synchronized (readiness) {
      readiness.add(key);
      watchStream();
    }
  }

  @Override
  public void removeReadiness(SwitchSelectionKey key) {
    readiness.remove(key);
  }

  /** A connect over a SAN has got further. */
  void connectMoved() {
    synchronized (readiness) {
      watchStream();
    }
    readiness.changed();
  }

  /** Has the stream tell the selectors, once there is a stream and a selector. */
  private void watchStream() {
    SanStream stream = state.stream();
    if (stream != null && !watched && !readiness.isEmpty()) {
      watched = true;
      stream.watcher(readiness);
    }
  }

  /**
   * Begins a transfer over the SAN: a set interrupt status counts in blocking mode even if data is
   * waiting (BLK-10).
   *
   * @return whether the channel is in blocking mode
   */
  boolean beginTransfer() throws IOException {
    checkOpen();
    boolean blocking = isBlocking();
    if (blocking && Thread.currentThread().isInterrupted()) {
      beginBlocking();
      endBlocking(false);
    }
    return blocking;
  }

  /** Before a real block: registers what an interrupt does. */
  void beginBlocking() {
    begin();
  }

  /**
   * After a real block; throws if the channel was closed or the thread interrupted. An interrupt
   * sets the status first and looks for us afterwards, so that we may be gone by then.
   */
  void endBlocking(boolean completed) throws AsynchronousCloseException {
    end(completed);
    if (!completed && Thread.currentThread().isInterrupted()) {
      begin();
      end(false);
    }
  }

  /** {@return whether there is no reason to end a wait} */
  boolean mayWait() {
    return isOpen() && !Thread.currentThread().isInterrupted();
  }

  void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  void checkConnected() throws ClosedChannelException {
    checkOpen();
    if (!isConnected()) {
      throw new NotYetConnectedException();
    }
  }

  private void checkBlocking() {
    if (!isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  /** An interrupt has closed the inner channel, and so it closes this one. */
  private IOException closing(ClosedByInterruptException e) throws IOException {
    close();
    return e;
  }

  private long received(long n) {
    TrafficCounter counter = state.counter();
    if (n > 0 && counter != null) {
      counter.received(n);
    }
    return n;
  }

  private long sent(long n) {
    TrafficCounter counter = state.counter();
    if (n > 0 && counter != null) {
      counter.sent(n);
    }
    return n;
  }

  /** {@return the SO_LINGER of the channel or, where it was never asked for, the default} */
  static int linger(@Nullable SocketChannel holder) {
    try {
      return holder == null ? -1 : holder.getOption(StandardSocketOptions.SO_LINGER);
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public String toString() {
    InetSocketAddress local = isOpen() ? state.localOrNull() : null;
    return SocketChannel.class.getName() + "[" + (isOpen() ? state.describe() : "closed")
        + (local == null ? "" : " local=" + local) + "]";
  }
}
