package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Whole messages over a wire. */
final class Transfer {

  private Transfer() {}

  /** Fills the buffer and flips it; false if the stream ended before its first byte. */
  static boolean read(Wire wire, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (wire.read(buffer) < 0) {
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
  static void readFully(Wire wire, ByteBuffer buffer) throws IOException {
    if (!read(wire, buffer)) {
      throw new EOFException("the stream ended before a message of " + buffer.limit() + " bytes");
    }
  }
}
