package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A listening channel that accepts over TCP/IP and over all SANs, in order of arrival (LIS-3).
 *
 * <p>While it has companions, the inner channel is always in non-blocking mode, and a blocked accept
 * waits in {@link ArrivalWaiter}. Lock order: acceptLock, stateLock.
 */
final class SwitchServerSocketChannel extends ServerSocketChannel implements Selectable {

  private final SwitchSelectorProvider provider;
  private final ServerSocketChannel inner;
  private final TcpFactory factory;
  private final ArrivalWaiter waiter;
  private final ReentrantLock acceptLock = new ReentrantLock();
  private final Object stateLock = new Object();

  /** What the switch knows of this listener; set by bind, guarded by stateLock for writing. */
  private volatile @Nullable Companions companions;

  private final ReadinessListeners readiness = new ReadinessListeners();

  /** Made by socket(), guarded by stateLock. */
  private @Nullable SwitchServerSocketAdaptor socket;

  /** Whose turn it is to be asked first, guarded by acceptLock. */
  private boolean tcpFirst;

  SwitchServerSocketChannel(SwitchSelectorProvider provider, ServerSocketChannel inner,
      @Nullable ProtocolFamily family) throws IOException {
    super(provider.reported());
    this.provider = provider;
    this.inner = inner;
    this.factory = provider.tcpFactory(family);
    this.waiter = new ArrivalWaiter(provider.platform(), inner);
  }

  @Override
  public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog)
      throws IOException {
    synchronized (stateLock) {
      inner.bind(local, backlog);
      InetSocketAddress bound = (InetSocketAddress) inner.getLocalAddress();
      Companions made = Companions.of(provider.core(), bound, backlog,
          inner.supportedOptions(), inner::getOption, this::arrived);
      companions = made;
      if (made.haveSan()) {
        inner.configureBlocking(false);
      }
    }
    return this;
  }

  @Override
  public @Nullable SocketChannel accept() throws IOException {
    return accept(Long.MAX_VALUE);
  }

  /** Accepts for the socket adaptor, which needs blocking mode. */
  SocketChannel acceptWithin(long nanos) throws IOException {
    if (!isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    SocketChannel accepted = accept(nanos);
    if (accepted == null) {
      throw new SocketTimeoutException("Accept timed out");
    }
    return accepted;
  }

  private @Nullable SocketChannel accept(long nanos) throws IOException {
    acceptLock.lock();
    try {
      checkOpen();
      Companions known = companions;
      return known == null || !known.haveSan() ? acceptTcp(nanos) : acceptAny(known, nanos);
    } catch (ClosedByInterruptException e) {
      close();
      throw e;
    } finally {
      acceptLock.unlock();
    }
  }

  /** There are no companions, or it is not bound. */
  private @Nullable SocketChannel acceptTcp(long nanos) throws IOException {
    if (nanos == Long.MAX_VALUE) {
      return overTcp(inner.accept());
    }
    ServerSocket adaptor = inner.socket();
    adaptor.setSoTimeout((int) (nanos / 1_000_000));
    return overTcp(adaptor.accept().getChannel());
  }

  private @Nullable SocketChannel acceptAny(Companions known, long nanos) throws IOException {
    boolean blocking = isBlocking();
    if (blocking) {
      checkInterrupt();
    }
    long deadline = Deadline.after(nanos);
    SocketChannel accepted = take(known);
    while (accepted == null && blocking) {
      long left = Deadline.left(deadline);
      if (left <= 0) {
        return null;
      }
      waiter.await(left, known::isReady, this::isOpen);
      checkInterrupt();
      if (!isOpen()) {
        throw new AsynchronousCloseException();
      }
      accepted = take(known);
    }
    return accepted;
  }

  private @Nullable SocketChannel take(Companions known) throws IOException {
    tcpFirst = !tcpFirst;
    SocketChannel first = tcpFirst ? takeTcp() : known.poll(this::overSan);
    if (first != null) {
      return first;
    }
    return tcpFirst ? known.poll(this::overSan) : takeTcp();
  }

  private @Nullable SocketChannel takeTcp() throws IOException {
    try {
      return overTcp(inner.accept());
    } catch (ClosedChannelException e) {
      throw isOpen() ? e : new AsynchronousCloseException();
    }
  }

  private @Nullable SocketChannel overTcp(@Nullable SocketChannel accepted) throws IOException {
    Companions known = companions;
    if (accepted == null || known == null) {
      return null;
    }
    return new SwitchSocketChannel(provider,
        ChannelState.overTcp(factory, accepted,
            known.countTcp((InetSocketAddress) accepted.getLocalAddress(),
                (InetSocketAddress) accepted.getRemoteAddress())));
  }

  private SocketChannel overSan(org.sanswitch.impl.session.SanStream stream) {
    return new SwitchSocketChannel(provider, ChannelState.overSan(factory, stream));
  }

  /** A set interrupt status closes the channel, also if a connection is waiting (BLK-10). */
  private void checkInterrupt() throws AsynchronousCloseException {
    if (Thread.currentThread().isInterrupted()) {
      begin();
      end(false);
    }
  }

  private void arrived() {
    waiter.wakeup();
    var _ = readiness.mayBeReady();
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    return inner.getLocalAddress();
  }

  /** {@return the address it is bound to, also of a closed channel, or null} */
  @Nullable
  InetSocketAddress lastLocal() {
    return (InetSocketAddress) inner.socket().getLocalSocketAddress();
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
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
  public ServerSocket socket() {
    synchronized (stateLock) {
      if (socket == null) {
        socket = SwitchServerSocketAdaptor.of(this);
      }
      return socket;
    }
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    acceptLock.lock();
    try {
      Companions known = companions;
      if (known == null || !known.haveSan()) {
        inner.configureBlocking(block);
      }
    } finally {
      acceptLock.unlock();
    }
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    synchronized (stateLock) {
      Companions known = companions;
      if (known != null) {
        known.close();
      }
    }
    inner.close();
    waiter.close();
  }

  @Override
  public SelectableChannel watched() {
    return inner;
  }

  @Override
  public int watchedOps(int interest) {
    return interest;
  }

  @Override
  public int readyOps() {
    Companions known = companions;
    return known != null && known.isReady() && isOpen() ? SelectionKey.OP_ACCEPT : 0;
  }

  @Override
  public boolean look(boolean notify) {
    return false;
  }

  @Override
  public void addReadiness(SwitchSelectionKey key) {
    readiness.add(key);
  }

  @Override
  public void removeReadiness(SwitchSelectionKey key) {
    readiness.remove(key);
  }

  @Override
  public String toString() {
    InetSocketAddress local = isOpen() ? lastLocal() : null;
    return ServerSocketChannel.class.getName() + "["
        + (!isOpen() ? "closed" : local == null ? "unbound" : local) + "]";
  }
}
