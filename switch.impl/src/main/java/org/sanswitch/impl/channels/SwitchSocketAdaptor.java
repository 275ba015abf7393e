package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code socket()} of a socket channel gives: the socket's view of the channel. */
final class SwitchSocketAdaptor extends Socket {

  private final SwitchSocketChannel channel;

  /** Time-out of reads in milliseconds, 0 for ever. */
  private volatile int timeout;

  private SwitchSocketAdaptor(SwitchSocketChannel channel) throws SocketException {
    super((@Nullable SocketImpl) null);
    this.channel = channel;
  }

  static SwitchSocketAdaptor of(SwitchSocketChannel channel) {
    try {
      return new SwitchSocketAdaptor(channel);
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }

  int timeout() {
    return timeout;
  }

  @Override
  public void connect(SocketAddress remote) throws IOException {
    connect(remote, 0);
  }

  @Override
  public void connect(SocketAddress remote, int millis) throws IOException {
    if (remote == null) {
      throw new IllegalArgumentException("connect: The address can't be null");
    }
    if (remote instanceof InetSocketAddress unresolved && unresolved.isUnresolved()) {
      checkOpen();
      if (channel.isConnected()) {
        throw new SocketException("Already connected");
      }
      close();
      throw new UnknownHostException(unresolved.getHostString());
    }
    if (millis < 0) {
      throw new IllegalArgumentException("connect: timeout can't be negative");
    }
    try {
      channel.connect(remote, millis);
    } catch (IOException | RuntimeException e) {
      throw Failures.rethrowForSocket(e);
    }
  }

  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    try {
      channel.bind(local);
    } catch (IOException | RuntimeException e) {
      throw Failures.rethrowForSocket(e);
    }
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    InetSocketAddress remote = channel.state.lastRemote();
    return remote == null ? null : remote.getAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    InetSocketAddress local = channel.isOpen() ? channel.state.lastLocal() : null;
    return local == null ? new InetSocketAddress(0).getAddress() : local.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress remote = channel.state.lastRemote();
    return remote == null ? 0 : remote.getPort();
  }

  @Override
  public int getLocalPort() {
    InetSocketAddress local = channel.state.lastLocal();
    return local == null ? -1 : local.getPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return channel.state.lastRemote();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return channel.state.lastLocal();
  }

  @Override
  public SocketChannel getChannel() {
    return channel;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    checkConnected();
    if (isInputShutdown()) {
      throw new SocketException("Socket input is shutdown");
    }
    Socket tcp = tcp();
    return new AdaptorStreams.Input(channel, this, tcp == null ? null : tcp.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    checkConnected();
    if (isOutputShutdown()) {
      throw new SocketException("Socket output is shutdown");
    }
    Socket tcp = tcp();
    return new AdaptorStreams.Output(channel, tcp == null ? null : tcp.getOutputStream());
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    channel.sendUrgent(data);
  }

  @Override
  public void shutdownInput() throws IOException {
    try {
      channel.shutdownInput();
    } catch (IOException | RuntimeException e) {
      throw Failures.rethrowForSocket(e);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (IOException | RuntimeException e) {
      throw Failures.rethrowForSocket(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isBound() {
    return channel.state.lastLocal() != null;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isInputShutdown() {
    return channel.isInputShut();
  }

  @Override
  public boolean isOutputShutdown() {
    return channel.isOutputShut();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    checkOpen();
    if (millis < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    timeout = millis;
    tcp();
  }

  /** {@return the adaptor of the inner channel with our time-out, or null on a SAN} */
  private @Nullable Socket tcp() throws SocketException {
    SocketChannel inner = channel.watched();
    if (inner == null) {
      return null;
    }
    Socket tcp = inner.socket();
    tcp.setSoTimeout(timeout);
    return tcp;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    checkOpen();
    return timeout;
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    set(StandardSocketOptions.TCP_NODELAY, on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return get(StandardSocketOptions.TCP_NODELAY);
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    set(StandardSocketOptions.SO_LINGER, on ? linger : -1);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return get(StandardSocketOptions.SO_LINGER);
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    set(oobInline(), on);
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    return get(oobInline());
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    if (size <= 0) {
      throw new IllegalArgumentException("Invalid send size");
    }
    set(StandardSocketOptions.SO_SNDBUF, size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    if (size <= 0) {
      throw new IllegalArgumentException("Invalid receive size");
    }
    set(StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_KEEPALIVE, on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return get(StandardSocketOptions.SO_KEEPALIVE);
  }

  @Override
  public void setTrafficClass(int tc) throws SocketException {
    set(StandardSocketOptions.IP_TOS, tc);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return get(StandardSocketOptions.IP_TOS);
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
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
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
    return isConnected()
        ? "Socket[addr=" + getInetAddress() + ",port=" + getPort() + ",localport="
            + getLocalPort() + "]"
        : "Socket[unconnected]";
  }

  @SuppressWarnings("unchecked")
  private SocketOption<Boolean> oobInline() {
    for (SocketOption<?> option : channel.supportedOptions()) {
      if (option.name().equals(StreamOptions.OOB_INLINE)) {
        return (SocketOption<Boolean>) option;
      }
    }
    throw new UnsupportedOperationException(StreamOptions.OOB_INLINE + " not supported");
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

  private void checkConnected() throws SocketException {
    checkOpen();
    if (!channel.isConnected()) {
      throw new SocketException("Socket is not connected");
    }
  }
}
