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
import java.net.SocketOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.impl.session.TrafficCounter;

/**
 * A client or accepted {@code java.net} socket that is carried by a SAN or by TCP/IP. It is a socket
 * of the platform first (SOC-1); on a SAN that one keeps the port and the options.
 */
final class SwitchSocketImpl extends SocketImpl {

  private final PlatformSockets platform;

  /** Whether the application has asked for no proxy. */
  private final boolean direct;

  private final SocketConnector connector;
  private final Object lock = new Object();

  // All guarded by lock for writing; read without it.
  private volatile @Nullable Socket inner;
  private volatile @Nullable SocketStream san;
  private volatile @Nullable TrafficCounter counter;
  private volatile @Nullable InetSocketAddress target;
  private volatile boolean closed;

  /** SO_TIMEOUT in milliseconds. */
  private volatile int timeout;

  SwitchSocketImpl(SwitchCore core, PlatformSockets platform, boolean direct) {
    this.platform = platform;
    this.direct = direct;
    this.connector = new SocketConnector(this, core, direct);
  }

  @Override
  protected void create(boolean stream) throws IOException {
    if (!stream) {
      throw new IOException("Datagram socket creation not supported");
    }
    inner = newInner();
  }

  Socket newInner() throws IOException {
    return direct ? platform.direct() : platform.socket();
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(InetAddress address, int port) throws IOException {
    connect(new InetSocketAddress(address, port), 0);
  }

  @Override
  protected void connect(SocketAddress remote, int millis) throws IOException {
    try {
      checkOpen();
      connector.connect(remote, millis);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    holder().bind(new InetSocketAddress(host, port));
  }

  @Override
  protected void listen(int backlog) throws IOException {
    throw new SocketException("Not a listening socket");
  }

  @Override
  protected void accept(SocketImpl s) throws IOException {
    throw new SocketException("Not a listening socket");
  }

  /** The listener has accepted over a SAN. */
  void acceptedSan(SanStream stream) {
    synchronized (lock) {
      san = new SocketStream(stream, timeout);
      target = stream.remote();
    }
  }

  /** The listener has accepted over TCP/IP. */
  void acceptedTcp(Socket accepted, TrafficCounter made) throws IOException {
    Socket unused;
    synchronized (lock) {
      unused = inner;
      inner = accepted;
      counter = made;
    }
    if (timeout != 0) {
      accepted.setSoTimeout(timeout);
    }
    if (unused != null) {
      unused.close();
    }
  }

  /** The connector has connected over a SAN. */
  void connectedSan(SanStream stream, InetSocketAddress remote) throws IOException {
    synchronized (lock) {
      if (closed) {
        stream.reset(EndReason.CANCELLED);
        throw new SocketException("Socket closed");
      }
      target = remote;
      san = new SocketStream(stream, timeout);
    }
    Socket holder = holder();
    if (holder.getOOBInline()) {
      stream.urgentInline(true);
    }
    if (holder.getKeepAlive()) {
      StreamOptions.keepAlive(stream, holder.supportedOptions(), holder::getOption);
    }
  }

  /** The connector has connected over TCP/IP. */
  void connectedTcp(TrafficCounter made) {
    synchronized (lock) {
      counter = made;
      if (closed) {
        made.close();
      }
    }
  }

  /** The connector goes on with another inner socket, since it has bound the first. */
  void replaceInner(Socket fresh) throws IOException {
    Socket old;
    synchronized (lock) {
      if (closed) {
        fresh.close();
        throw new SocketException("Socket closed");
      }
      old = inner;
      inner = fresh;
    }
    if (old != null) {
      old.close();
    }
  }

  @Nullable
  Socket inner() {
    return inner;
  }

  @Nullable
  SocketStream san() {
    return san;
  }

  @Nullable
  TrafficCounter counter() {
    return counter;
  }

  boolean isClosed() {
    return closed;
  }

  void checkOpen() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  /** {@return the socket of the platform, which one accepted on a SAN makes for its options only} */
  Socket holder() throws IOException {
    checkOpen();
    Socket holder = inner;
    if (holder != null) {
      return holder;
    }
    synchronized (lock) {
      checkOpen();
      if (inner == null) {
        Socket made = platform.direct();
        made.setReuseAddress(true);
        inner = made;
      }
      return inner;
    }
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    SocketStream stream = san;
    return stream != null
        ? new SocketStreams.SanInput(stream)
        : new SocketStreams.TcpInput(this, holder());
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    SocketStream stream = san;
    return stream != null
        ? new SocketStreams.SanOutput(stream)
        : new SocketStreams.TcpOutput(this, holder());
  }

  @Override
  protected int available() throws IOException {
    SocketStream stream = san;
    return stream != null ? stream.available() : holder().getInputStream().available();
  }

  @Override
  protected void shutdownInput() throws IOException {
    SocketStream stream = san;
    if (stream != null) {
      stream.shutdownInput();
    } else {
      holder().shutdownInput();
    }
  }

  @Override
  protected void shutdownOutput() throws IOException {
    SocketStream stream = san;
    if (stream != null) {
      stream.shutdownOutput();
    } else {
      holder().shutdownOutput();
    }
  }

  @Override
  protected boolean supportsUrgentData() {
    return true;
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    SocketStream stream = san;
    if (stream != null) {
      stream.sendUrgent(data);
    } else {
      holder().sendUrgentData(data);
    }
  }

  @Override
  protected void close() throws IOException {
    Socket tcp;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      tcp = inner;
      if (counter != null) {
        counter.close();
      }
    }
    connector.cancel();
    SocketStream stream = san;
    if (stream != null) {
      stream.close(tcp == null ? -1 : tcp.getSoLinger());
    }
    if (tcp != null) {
      tcp.close();
    }
  }

  @Override
  protected @Nullable InetAddress getInetAddress() {
    InetSocketAddress known = target;
    Socket tcp = inner;
    return known != null || tcp == null
        ? known == null ? null : known.getAddress()
        : tcp.getInetAddress();
  }

  @Override
  protected int getPort() {
    InetSocketAddress known = target;
    Socket tcp = inner;
    return known != null || tcp == null
        ? known == null ? 0 : known.getPort()
        : tcp.getPort();
  }

  @Override
  protected int getLocalPort() {
    SocketStream stream = san;
    Socket tcp = inner;
    return stream != null || tcp == null
        ? stream == null ? -1 : stream.stream().local().getPort()
        : tcp.getLocalPort();
  }

  @Override
  protected Set<SocketOption<?>> supportedOptions() {
    try {
      return holder().supportedOptions();
    } catch (IOException e) {
      return Set.of();
    }
  }

  @Override
  protected <T> void setOption(SocketOption<T> name, T value) throws IOException {
    Socket holder = holder();
    holder.setOption(name, value);
    SocketStream stream = san;
    if (stream != null) {
      StreamOptions.changed(stream.stream(), name, value, holder.supportedOptions(),
          holder::getOption);
    }
  }

  @Override
  protected <T> T getOption(SocketOption<T> name) throws IOException {
    return holder().getOption(name);
  }

  @Override
  public void setOption(int id, Object value) throws SocketException {
    try {
      SocketStream stream = san;
      if (id == SocketOptions.SO_TIMEOUT) {
        setTimeout((Integer) value, stream);
        return;
      }
      Socket holder = holder();
      LegacyOptions.set(holder, id, value);
      if (stream != null && id == SocketOptions.SO_KEEPALIVE) {
        StreamOptions.keepAlive(stream.stream(), holder.supportedOptions(), holder::getOption);
      }
      if (stream != null && id == SocketOptions.SO_OOBINLINE) {
        stream.stream().urgentInline((Boolean) value);
      }
    } catch (IOException e) {
      throw Failures.asSocketException(e);
    }
  }

  private void setTimeout(int millis, @Nullable SocketStream stream) throws IOException {
    checkOpen();
    timeout = millis;
    Socket tcp = inner;
    if (stream != null) {
      stream.timeout(millis);
    } else if (tcp != null) {
      tcp.setSoTimeout(millis);
    }
  }

  @Override
  public @Nullable Object getOption(int id) throws SocketException {
    checkOpen();
    if (id == SocketOptions.SO_TIMEOUT) {
      return timeout;
    }
    SocketStream stream = san;
    if (id == SocketOptions.SO_BINDADDR && stream != null) {
      return stream.stream().local().getAddress();
    }
    try {
      return LegacyOptions.get(holder(), id);
    } catch (IOException e) {
      throw Failures.asSocketException(e);
    }
  }
}
