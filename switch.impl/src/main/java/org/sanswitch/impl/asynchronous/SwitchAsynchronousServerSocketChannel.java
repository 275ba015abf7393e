package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.channels.Companions;
import org.sanswitch.impl.session.SanStream;

/** A listening asynchronous channel that accepts over TCP/IP and over all SANs (LIS-3). */
final class SwitchAsynchronousServerSocketChannel extends AsynchronousServerSocketChannel
    implements
      GroupMember,
      OperationFuture.Operation {

  private final SwitchAsynchronousChannelProvider provider;
  private final SwitchGroup group;
  private final AsynchronousServerSocketChannel inner;

  /** What bind has made. */
  private record Listening(Companions companions, Accepts accepts) {}

  /** Guard: this for writing, volatile for reading; set once. */
  private volatile @Nullable Listening listening;

  /** Guard: volatile; goes from false to true once. A pending accept was cancelled (BLK-8). */
  private volatile boolean acceptKilled;

  SwitchAsynchronousServerSocketChannel(SwitchAsynchronousChannelProvider provider,
      SwitchGroup group) throws IOException {
    super(provider.reported());
    this.provider = provider;
    this.group = group;
    inner = provider.platform().openAsynchronousServerSocketChannel(group.inner());
    group.add(this);
  }

  SwitchGroup group() {
    return group;
  }

  boolean isAcceptKilled() {
    return acceptKilled;
  }

  @Override
  public AsynchronousServerSocketChannel bind(@Nullable SocketAddress local, int backlog)
      throws IOException {
    synchronized (this) {
      inner.bind(local, backlog);
      InetSocketAddress bound = (InetSocketAddress) inner.getLocalAddress();
      Companions companions = Companions.of(provider.core(), bound, backlog,
          inner.supportedOptions(), inner::getOption, this::arrived);
      listening = new Listening(companions, new Accepts(this, inner, companions));
    }
    return this;
  }

  private void arrived() {
    Listening now = listening;
    if (now != null) {
      now.accepts.arrived();
    }
  }

  @Override
  public Future<AsynchronousSocketChannel> accept() {
    OperationFuture<AsynchronousSocketChannel> future = new OperationFuture<>(this);
    if (isOpen() && isTcpOnly()) {
      future.follow(inner.accept(), this::overTcpOrNull);
      return future;
    }
    return accept(Completion.future(group, future));
  }

  @Override
  public <A> void accept(A attachment,
      CompletionHandler<AsynchronousSocketChannel, ? super A> handler) {
    if (handler == null) {
      throw new NullPointerException("'handler' is null");
    }
    if (isOpen() && isTcpOnly()) {
      inner.accept(attachment, new ByPlatform<>(handler));
    } else {
      accept(Completion.handler(group, attachment, handler));
    }
  }

  private boolean isTcpOnly() {
    Listening now = listening;
    if (now == null) {
      throw new NotYetBoundException();
    }
    return !now.companions.haveSan();
  }

  private Future<AsynchronousSocketChannel> accept(
      Completion<AsynchronousSocketChannel> completion) {
    Listening now = listening;
    if (!isOpen() || now == null) {
      completion.endHere(null, new ClosedChannelException());
      return completion.returned();
    }
    if (acceptKilled) {
      throw new RuntimeException("Accept not allowed due cancellation");
    }
    return now.accepts.accept(completion);
  }

  /** Where only TCP/IP arrives: the platform calls it on a thread of the group. */
  private final class ByPlatform<A>
      implements
        CompletionHandler<AsynchronousSocketChannel, A> {
    private final CompletionHandler<AsynchronousSocketChannel, ? super A> handler;

    ByPlatform(CompletionHandler<AsynchronousSocketChannel, ? super A> handler) {
      this.handler = handler;
    }

    @Override
    public void completed(AsynchronousSocketChannel accepted, A attachment) {
      AsynchronousSocketChannel ours = overTcp(accepted);
      Handlers.within(group, () -> handler.completed(ours, attachment));
    }

    @Override
    public void failed(Throwable failure, A attachment) {
      Handlers.within(group, () -> handler.failed(failure, attachment));
    }
  }

  private @Nullable AsynchronousSocketChannel overTcpOrNull(
      @Nullable AsynchronousSocketChannel accepted) {
    return accepted == null ? null : overTcp(accepted);
  }

  /** {@return a channel of ours on one that the platform has accepted} */
  AsynchronousSocketChannel overTcp(AsynchronousSocketChannel accepted) {
    Listening now = listening;
    if (now == null) {
      throw new NotYetBoundException();
    }
    InetSocketAddress local = null;
    InetSocketAddress remote = null;
    try {
      local = (InetSocketAddress) accepted.getLocalAddress();
      remote = (InetSocketAddress) accepted.getRemoteAddress();
    } catch (IOException e) {
      // Closed with its group already: it is counted without its addresses.
    }
    return SwitchAsynchronousSocketChannel.overTcp(provider, group, accepted,
        now.companions.countTcp(local, remote));
  }

  /** {@return a channel on a session; where the group takes none, the session is reset} */
  AsynchronousSocketChannel overSan(SanStream stream) throws IOException {
    try {
      return SwitchAsynchronousSocketChannel.overSan(provider, group, stream);
    } catch (IOException e) {
      stream.reset(EndReason.LISTENER_CLOSED);
      throw e;
    } catch (ShutdownChannelGroupException e) {
      stream.reset(EndReason.LISTENER_CLOSED);
      throw new IOException(e);
    }
  }

  @Override
  public void cancelled() {
    acceptKilled = true;
    Listening now = listening;
    if (now != null) {
      now.accepts.cancel();
    }
  }

  @Override
  public void closeChannel() {
    try {
      close();
    } catch (IOException e) {
      // It is as closed as it can be.
    }
  }

  @Override
  public boolean isOpen() {
    return inner.isOpen();
  }

  @Override
  public void close() throws IOException {
    group.remove(this);
    Listening now;
    synchronized (this) {
      now = listening;
    }
    if (now != null) {
      // Before TCP/IP stops to listen (LIS-4).
      now.companions.close();
    }
    try {
      inner.close();
    } catch (ShutdownChannelGroupException e) {
      // It is closed, but the group runs nothing any more, and so the accept that was asked for ahead cannot be told.
      if (now == null || !now.companions.haveSan()) {
        throw e;
      }
    } finally {
      if (now != null) {
        now.accepts.close();
      }
    }
  }

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    return inner.getLocalAddress();
  }

  @Override
  public <T> AsynchronousServerSocketChannel setOption(SocketOption<T> name, T value)
      throws IOException {
    inner.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return inner.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return inner.supportedOptions();
  }

  @Override
  public String toString() {
    String address;
    try {
      SocketAddress local = getLocalAddress();
      address = local == null ? "unbound" : local.toString();
    } catch (IOException e) {
      address = "closed";
    }
    return AsynchronousServerSocketChannel.class.getName() + "[" + address + "]";
  }
}
