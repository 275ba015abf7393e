package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The streams of the socket view of a connected channel. */
final class AdaptorStreams {

  private AdaptorStreams() {}

  /** Reads with the time-out of the socket. */
  static final class Input extends InputStream {
    private final SwitchSocketChannel channel;
    private final SwitchSocketAdaptor socket;
    private final @Nullable InputStream tcp;

    Input(SwitchSocketChannel channel, SwitchSocketAdaptor socket, @Nullable InputStream tcp) {
      this.channel = channel;
      this.socket = socket;
      this.tcp = tcp;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) > 0 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      return channel.read(tcp, b, off, len, socket.timeout());
    }

    @Override
    public int available() throws IOException {
      return tcp != null ? tcp.available() : channel.available();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Writes all. */
  static final class Output extends OutputStream {
    private final SwitchSocketChannel channel;
    private final @Nullable OutputStream tcp;

    Output(SwitchSocketChannel channel, @Nullable OutputStream tcp) {
      this.channel = channel;
      this.tcp = tcp;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      channel.write(tcp, b, off, len);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
