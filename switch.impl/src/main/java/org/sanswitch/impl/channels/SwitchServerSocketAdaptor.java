package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code socket()} of a listening channel gives: the socket's view of the channel. */
final class SwitchServerSocketAdaptor extends ServerSocket {

  private static final int DEFAULT_BACKLOG = 50;

  private final SwitchServerSocketChannel channel;

  /** Time-out of accept in milliseconds, 0 for ever. */
  private volatile int timeout;

  private SwitchServerSocketAdaptor(SwitchServerSocketChannel channel) {
    super(new NoSocketImpl());
    this.channel = channel;
  }

  static SwitchServerSocketAdaptor of(SwitchServerSocketChannel channel) {
    return new SwitchServerSocketAdaptor(channel);
  }

  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    bind(local, DEFAULT_BACKLOG);
  }

  @Override
  public void bind(@Nullable SocketAddress local, int backlog) throws IOException {
    try {
      channel.bind(local == null ? new InetSocketAddress(0) : local, backlog);
    } catch (IOException | RuntimeException e) {
      throw Failures.rethrowForSocket(e);
    }
  }

  @Override
  public Socket accept() throws IOException {
    try {
      int millis = timeout;
      SocketChannel accepted = millis > 0
          ? channel.acceptWithin(Deadline.nanosOfMillis(millis))
          : channel.accept();
      if (accepted == null) {
        throw new IllegalBlockingModeException();
      }
      return accepted.socket();
    } catch (IOException | RuntimeException e) {
      throw Failures.rethrowForSocket(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public ServerSocketChannel getChannel() {
    return channel;
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    InetSocketAddress local = channel.lastLocal();
    return local == null ? null : local.getAddress();
  }

  @Override
  public int getLocalPort() {
    InetSocketAddress local = channel.lastLocal();
    return local == null ? -1 : local.getPort();
  }

  @Override
  public boolean isBound() {
    return channel.lastLocal() != null;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    checkOpen();
    if (millis < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    timeout = millis;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    checkOpen();
    return timeout;
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    if (size <= 0) {
      throw new IllegalArgumentException("size cannot be 0 or negative");
    }
    set(StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public <T> ServerSocket setOption(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return channel.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  @Override
  public String toString() {
    return isBound()
        ? "ServerSocket[addr=" + getInetAddress() + ",localport=" + getLocalPort() + "]"
        : "ServerSocket[unbound]";
  }

  private <T> void set(SocketOption<T> name, T value) throws SocketException {
    try {
      channel.setOption(name, value);
    } catch (IOException e) {
      throw Failures.asSocketException(e);
    }
  }

  private <T> T get(SocketOption<T> name) throws SocketException {
    try {
      return channel.getOption(name);
    } catch (IOException e) {
      throw Failures.asSocketException(e);
    }
  }

  private void checkOpen() throws SocketException {
    if (!channel.isOpen()) {
      throw new SocketException("Socket is closed");
    }
  }
}
