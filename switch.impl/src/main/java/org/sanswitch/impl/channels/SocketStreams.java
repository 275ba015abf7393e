package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.sanswitch.impl.session.TrafficCounter;

/** The streams below those that {@link Socket} gives to the application. */
final class SocketStreams {

  private SocketStreams() {}

  /** From a SAN. */
  static final class SanInput extends InputStream {
    private final SocketStream stream;

    SanInput(SocketStream stream) {
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) > 0 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      return stream.read(b, off, len);
    }

    @Override
    public int available() throws IOException {
      return stream.available();
    }
  }

  /** To a SAN. */
  static final class SanOutput extends OutputStream {
    private final SocketStream stream;

    SanOutput(SocketStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      stream.write(b, off, len);
    }
  }

  /** From TCP/IP, counted. */
  static final class TcpInput extends InputStream {
    private final SwitchSocketImpl socket;
    private final Socket inner;
    private final InputStream in;

    TcpInput(SwitchSocketImpl socket, Socket inner) throws IOException {
      this.socket = socket;
      this.inner = inner;
      this.in = inner.getInputStream();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) > 0 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      int n;
      try {
        n = in.read(b, off, len);
      } catch (SocketException e) {
        throw interruptedOr(e, socket, inner);
      }
      TrafficCounter counter = socket.counter();
      if (n > 0 && counter != null) {
        count(counter, n);
      }
      return n;
    }

    private synchronized void count(TrafficCounter counter, int n) {
      counter.received(n);
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }
  }

  /** To TCP/IP, counted. */
  static final class TcpOutput extends OutputStream {
    private final SwitchSocketImpl socket;
    private final Socket inner;
    private final OutputStream out;

    TcpOutput(SwitchSocketImpl socket, Socket inner) throws IOException {
      this.socket = socket;
      this.inner = inner;
      this.out = inner.getOutputStream();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      try {
        out.write(b, off, len);
      } catch (SocketException e) {
        throw interruptedOr(e, socket, inner);
      }
      TrafficCounter counter = socket.counter();
      if (counter != null) {
        count(counter, len);
      }
    }

    private synchronized void count(TrafficCounter counter, int n) {
      counter.sent(n);
    }
  }

  /**
   * {@return what the socket above has to see}. An interrupt on a virtual thread has closed the
   * inner socket only; the one above closes by an InterruptedIOException, and tells the application
   * as the inner one did.
   */
  private static IOException interruptedOr(SocketException e, SwitchSocketImpl socket,
      Socket inner) {
    return Thread.currentThread().isVirtual() && Thread.currentThread().isInterrupted()
        && inner.isClosed() && !socket.isClosed() ? new InterruptedIOException() : e;
  }
}
