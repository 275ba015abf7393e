package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Whole messages over a channel, in blocking mode or, by trying again at once, in polling mode. */
final class Transfer {

  private Transfer() {}

  static void write(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Fills the buffer and flips it; false if the stream ended before its first byte. */
  static boolean read(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        if (buffer.position() == 0) {
          return false;
        }
        throw new EOFException("the stream ended after " + buffer.position() + " of "
            + buffer.limit() + " bytes of a message");
      }
    }
    buffer.flip();
    return true;
  }

  /** The same where the stream must not end. */
  static void readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
    if (!read(channel, buffer)) {
      throw new EOFException("the stream ended before a message of " + buffer.limit() + " bytes");
    }
  }
}
