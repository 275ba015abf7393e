package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SwitchCore;

/**
 * A listening {@code java.net} socket that accepts over TCP/IP and over all SANs, in order of arrival
 * (LIS-3). It is a listening socket of the platform first (LIS-1).
 */
final class SwitchServerSocketImpl extends SocketImpl {

  private final SwitchCore core;
  private final PlatformSockets platform;
  private final Object lock = new Object();

  // Guarded by lock for writing.
  private volatile @Nullable ServerSocket inner;
  private volatile @Nullable Companions companions;
  private volatile @Nullable AcceptQueue queue;
  private volatile boolean closed;

  private @Nullable InetSocketAddress bindTo;

  /** SO_TIMEOUT in milliseconds. */
  private volatile int timeout;

  SwitchServerSocketImpl(SwitchCore core, PlatformSockets platform) {
    this.core = core;
    this.platform = platform;
  }

  @Override
  protected void create(boolean stream) throws IOException {
    if (!stream) {
      throw new IOException("Datagram socket creation not supported");
    }
    inner = platform.serverSocket();
  }

  private ServerSocket inner() throws SocketException {
    ServerSocket listening = inner;
    if (listening == null) {
      throw new SocketException("Socket not created");
    }
    if (closed) {
      throw new SocketException("Socket closed");
    }
    return listening;
  }

  /** The platform binds and listens in one go, so this waits for listen. */
  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    inner();
    synchronized (lock) {
      bindTo = new InetSocketAddress(host, port);
    }
  }

  @Override
  protected void listen(int backlog) throws IOException {
    synchronized (lock) {
      ServerSocket listening = inner();
      listening.bind(bindTo, backlog);
      InetSocketAddress bound =
          (InetSocketAddress) Objects.requireNonNull(listening.getLocalSocketAddress());
      Companions made = Companions.of(core, bound, backlog, listening.supportedOptions(),
          listening::getOption, this::arrived);
      companions = made;
      if (made.haveSan()) {
        queue = new AcceptQueue(listening, made);
      }
    }
  }

  @Override
  protected void accept(SocketImpl s) throws IOException {
    if (!(s instanceof SwitchSocketImpl socket)) {
      throw new IOException("An instance of " + getClass()
          + " cannot accept a connection with an instance of " + s.getClass());
    }
    ServerSocket listening = inner();
    Companions known = companions;
    if (known == null) {
      throw new SocketException("Not bound");
    }
    AcceptQueue arrivals = queue;
    Object arrived = arrivals == null ? acceptTcp(listening) : arrivals.take(timeout);
    switch (arrived) {
      case AcceptQueue.San(var stream) -> socket.acceptedSan(stream);
      case AcceptQueue.Tcp(var tcp) -> socket.acceptedTcp(tcp,
          known.countTcp((InetSocketAddress) tcp.getLocalSocketAddress(),
              (InetSocketAddress) tcp.getRemoteSocketAddress()));
      default -> throw new IllegalStateException(String.valueOf(arrived));
    }
  }

  /** There are no companions, so that the platform does it all. */
  private AcceptQueue.Tcp acceptTcp(ServerSocket listening) throws IOException {
    try {
      Socket accepted = listening.accept();
      return new AcceptQueue.Tcp(accepted);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SocketException e) {
      boolean interrupted = Thread.currentThread().isVirtual()
          && Thread.currentThread().isInterrupted() && listening.isClosed() && !closed;
      throw interrupted ? new InterruptedIOException() : e;
    }
  }

  private void arrived() {
    AcceptQueue arrivals = queue;
    if (arrivals != null) {
      arrivals.sanArrived();
    }
  }

  @Override
  protected void close() throws IOException {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      Companions known = companions;
      if (known != null) {
        known.close();
      }
    }
    ServerSocket listening = inner;
    if (listening != null) {
      listening.close();
    }
    AcceptQueue arrivals = queue;
    if (arrivals != null) {
      arrivals.close();
    }
  }

  @Override
  protected @Nullable InetAddress getInetAddress() {
    ServerSocket listening = inner;
    return listening == null ? null : listening.getInetAddress();
  }

  @Override
  protected int getLocalPort() {
    ServerSocket listening = inner;
    return listening == null ? -1 : listening.getLocalPort();
  }

  @Override
  protected Set<SocketOption<?>> supportedOptions() {
    ServerSocket listening = inner;
    return listening == null ? Set.of() : listening.supportedOptions();
  }

  @Override
  protected <T> void setOption(SocketOption<T> name, T value) throws IOException {
    inner().setOption(name, value);
  }

  @Override
  protected <T> T getOption(SocketOption<T> name) throws IOException {
    return inner().getOption(name);
  }

  @Override
  public void setOption(int id, Object value) throws SocketException {
    ServerSocket listening = inner();
    try {
      switch (id) {
        case SocketOptions.SO_TIMEOUT -> {
          timeout = (Integer) value;
          if (queue == null) {
            listening.setSoTimeout(timeout);
          }
        }
        case SocketOptions.SO_REUSEADDR -> listening.setReuseAddress((Boolean) value);
        case SocketOptions.SO_RCVBUF -> listening.setReceiveBufferSize((Integer) value);
        case SocketOptions.SO_REUSEPORT ->
          listening.setOption(StandardSocketOptions.SO_REUSEPORT, (Boolean) value);
        default -> throw new SocketException("Unknown option " + id);
      }
    } catch (IOException e) {
      throw Failures.asSocketException(e);
    }
  }

  @Override
  public Object getOption(int id) throws SocketException {
    ServerSocket listening = inner();
    try {
      return switch (id) {
        case SocketOptions.SO_TIMEOUT -> timeout;
        case SocketOptions.SO_REUSEADDR -> listening.getReuseAddress();
        case SocketOptions.SO_RCVBUF -> listening.getReceiveBufferSize();
        case SocketOptions.SO_REUSEPORT ->
          listening.getOption(StandardSocketOptions.SO_REUSEPORT);
        default -> throw new SocketException("Unknown option " + id);
      };
    } catch (IOException e) {
      throw Failures.asSocketException(e);
    }
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    throw new SocketException("A listening socket");
  }

  @Override
  protected void connect(InetAddress address, int port) throws IOException {
    throw new SocketException("A listening socket");
  }

  @Override
  protected void connect(SocketAddress address, int millis) throws IOException {
    throw new SocketException("A listening socket");
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    throw new SocketException("A listening socket");
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    throw new SocketException("A listening socket");
  }

  @Override
  protected int available() throws IOException {
    throw new SocketException("A listening socket");
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    throw new SocketException("A listening socket");
  }
}
