package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.TrafficCounter;

/**
 * An asynchronous socket channel that is carried by a SAN or by TCP/IP, and which of the two is
 * settled when it connects or is accepted. Over TCP/IP the platform's channel does it all.
 */
final class SwitchAsynchronousSocketChannel extends AsynchronousSocketChannel
    implements
      GroupMember {

  private final SwitchGroup group;
  private final AsynchronousState state;
  private final AsynchronousConnector connector;
  private final TcpTransfers tcp;

  private SwitchAsynchronousSocketChannel(SwitchAsynchronousChannelProvider provider,
      SwitchGroup group) {
    super(provider.reported());
    this.group = group;
    state = new AsynchronousState(this, provider, group);
    connector = new AsynchronousConnector(this, state, provider.core());
    tcp = new TcpTransfers(this, state);
  }

  /** {@return a channel that is not connected} */
  static SwitchAsynchronousSocketChannel open(SwitchAsynchronousChannelProvider provider,
      SwitchGroup group) throws IOException {
    AsynchronousSocketChannel inner =
        provider.platform().openAsynchronousSocketChannel(group.inner());
    SwitchAsynchronousSocketChannel channel =
        new SwitchAsynchronousSocketChannel(provider, group);
    channel.state.unconnected(inner);
    return channel;
  }

  /** {@return a channel accepted over TCP/IP} */
  static SwitchAsynchronousSocketChannel overTcp(SwitchAsynchronousChannelProvider provider,
      SwitchGroup group, AsynchronousSocketChannel accepted, TrafficCounter counter) {
    SwitchAsynchronousSocketChannel channel =
        new SwitchAsynchronousSocketChannel(provider, group);
    channel.state.acceptedOverTcp(accepted, counter);
    return channel;
  }

  /** {@return a channel accepted over a SAN} */
  static SwitchAsynchronousSocketChannel overSan(SwitchAsynchronousChannelProvider provider,
      SwitchGroup group, SanStream stream) throws IOException {
    SwitchAsynchronousSocketChannel channel =
        new SwitchAsynchronousSocketChannel(provider, group);
    channel.state.acceptedOverSan(stream);
    return channel;
  }

  SwitchGroup group() {
    return group;
  }

  @Override
  public boolean isOpen() {
    return state.isOpen();
  }

  @Override
  public AsynchronousSocketChannel bind(@Nullable SocketAddress local) throws IOException {
    checkOpen();
    state.bind(local);
    return this;
  }

  @Override
  public Future<Void> connect(SocketAddress remote) {
    return connector.connect(remote);
  }

  @Override
  public <A> void connect(SocketAddress remote, A attachment,
      CompletionHandler<Void, ? super A> handler) {
    checkHandler(handler);
    connector.connect(remote, attachment, handler);
  }

  @Override
  public Future<Integer> read(ByteBuffer dst) {
    checkWritable(dst);
    SanTransfers san = state.transfers();
    if (san == null) {
      return inner(inner -> tcp.read(inner, dst));
    }
    return number(begin(san.reader(), Transfer.future(this, san.reader(), dst), 0,
        TimeUnit.MILLISECONDS));
  }

  @Override
  public <A> void read(ByteBuffer dst, long timeout, TimeUnit unit, A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    checkHandler(handler);
    checkWritable(dst);
    SanTransfers san = state.transfers();
    if (san == null) {
      run(inner -> tcp.read(inner, dst, timeout, unit, attachment, handler));
    } else {
      begin(san.reader(), Transfer.handler(this, san.reader(), new ByteBuffer[]{dst}, false,
          attachment, handler), timeout, unit);
    }
  }

  @Override
  public <A> void read(ByteBuffer[] dsts, int offset, int length, long timeout, TimeUnit unit,
      A attachment, CompletionHandler<Long, ? super A> handler) {
    checkHandler(handler);
    ByteBuffer[] buffers = part(dsts, offset, length);
    for (ByteBuffer buffer : buffers) {
      checkWritable(buffer);
    }
    SanTransfers san = state.transfers();
    if (san == null) {
      run(inner -> tcp.read(inner, buffers, 0, length, timeout, unit, attachment, handler));
    } else {
      begin(san.reader(),
          Transfer.handler(this, san.reader(), buffers, true, attachment, handler), timeout,
          unit);
    }
  }

  @Override
  public Future<Integer> write(ByteBuffer src) {
    Objects.requireNonNull(src);
    SanTransfers san = state.transfers();
    if (san == null) {
      return inner(inner -> tcp.write(inner, src));
    }
    return number(begin(san.writer(), Transfer.future(this, san.writer(), src), 0,
        TimeUnit.MILLISECONDS));
  }

  @Override
  public <A> void write(ByteBuffer src, long timeout, TimeUnit unit, A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    checkHandler(handler);
    Objects.requireNonNull(src);
    SanTransfers san = state.transfers();
    if (san == null) {
      run(inner -> tcp.write(inner, src, timeout, unit, attachment, handler));
    } else {
      begin(san.writer(), Transfer.handler(this, san.writer(), new ByteBuffer[]{src}, false,
          attachment, handler), timeout, unit);
    }
  }

  @Override
  public <A> void write(ByteBuffer[] srcs, int offset, int length, long timeout, TimeUnit unit,
      A attachment, CompletionHandler<Long, ? super A> handler) {
    checkHandler(handler);
    ByteBuffer[] buffers = part(srcs, offset, length);
    SanTransfers san = state.transfers();
    if (san == null) {
      run(inner -> tcp.write(inner, buffers, 0, length, timeout, unit, attachment, handler));
    } else {
      begin(san.writer(),
          Transfer.handler(this, san.writer(), buffers, true, attachment, handler), timeout,
          unit);
    }
  }

  private static ByteBuffer[] part(ByteBuffer[] buffers, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffers.length);
    return Arrays.copyOfRange(buffers, offset, offset + length);
  }

  /** Something that the platform's channel does. */
  private interface OfPlatform<T> {
    T ask(AsynchronousSocketChannel inner);
  }

  /** The same without a result. */
  private interface ByPlatform {
    void run(AsynchronousSocketChannel inner);
  }

  private <T> T inner(OfPlatform<T> call) {
    try {
      return call.ask(state.forTcp());
    } catch (ClosedChannelException e) {
      throw new IllegalStateException("neither a session nor a channel", e);
    }
  }

  private void run(ByPlatform call) {
    inner(inner -> {
      call.run(inner);
      return this;
    });
  }

  private Future<Number> begin(SanDirection direction, Transfer operation, long timeout,
      TimeUnit unit) {
    if (!isOpen()) {
      operation.completion.endHere(null, new ClosedChannelException());
      return operation.completion.returned();
    }
    return direction.begin(operation, timeout, unit);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // One buffer gives an int, as Transfer says.
  private static Future<Integer> number(Future<Number> future) {
    return (Future) future;
  }

  @Override
  public AsynchronousSocketChannel shutdownInput() throws IOException {
    SanTransfers san = state.transfers();
    checkOpen();
    if (san == null) {
      state.forTcp().shutdownInput();
    } else {
      san.reader().shutdown();
    }
    return this;
  }

  @Override
  public AsynchronousSocketChannel shutdownOutput() throws IOException {
    SanTransfers san = state.transfers();
    checkOpen();
    if (san == null) {
      state.forTcp().shutdownOutput();
    } else {
      san.writer().shutdown();
    }
    return this;
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
  public <T> AsynchronousSocketChannel setOption(SocketOption<T> name, T value)
      throws IOException {
    checkOption(name);
    SanTransfers san = state.transfers();
    if (san != null && san.writer().isShut()) {
      throw new IOException("Connection has been shutdown for writing");
    }
    state.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    checkOption(name);
    return state.optionHolder().getOption(name);
  }

  private void checkOption(SocketOption<?> name) throws ClosedChannelException {
    Objects.requireNonNull(name);
    if (!supportedOptions().contains(name)) {
      throw new UnsupportedOperationException("'" + name + "' not supported");
    }
    checkOpen();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return state.options();
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private static void checkHandler(@Nullable Object handler) {
    if (handler == null) {
      throw new NullPointerException("'handler' is null");
    }
  }

  private static void checkWritable(ByteBuffer dst) {
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
  }

  @Override
  public void close() throws IOException {
    if (!state.close()) {
      return;
    }
    try {
      connector.close();
      state.closeParts();
    } finally {
      tcp.settle();
      state.closeCounter();
    }
  }

  /** Closes it where nobody can be told of a failure. */
  void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // It is as closed as it can be.
    }
  }

  @Override
  public String toString() {
    return AsynchronousSocketChannel.class.getName() + "[" + describe() + "]";
  }

  private String describe() {
    if (!isOpen()) {
      return "closed";
    }
    try {
      InetSocketAddress local = state.local();
      InetSocketAddress remote = state.remote();
      return state.describe() + (local == null ? "" : " local=" + local)
          + (remote == null ? "" : " remote=" + remote);
    } catch (IOException e) {
      return "closed";
    }
  }
}
