package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The streams of the socket view of a channel. */
final class AdaptorStreams {

  private AdaptorStreams() {}

  /** Reads with the time-out of the socket. */
  static final class Input extends InputStream {
    private final SwitchSocketChannel channel;
    private final SwitchSocketAdaptor socket;

    Input(SwitchSocketChannel channel, SwitchSocketAdaptor socket) {
      this.channel = channel;
      this.socket = socket;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) > 0 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      return channel.read(b, off, len, socket.timeout());
    }

    @Override
    public int available() throws IOException {
      return channel.available();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Writes all. */
  static final class Output extends OutputStream {
    private final SwitchSocketChannel channel;

    Output(SwitchSocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      channel.write(b, off, len);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
