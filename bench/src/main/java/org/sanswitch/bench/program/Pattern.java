package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The bytes that are sent. When they are verified, the byte at a stream offset is that of an endless
 * repetition of a random block whose length is a prime number: what is lost, repeated or out of
 * order by any number of messages shows. Otherwise every message is the block's beginning.
 */
final class Pattern {

  private static final int PERIOD = 1_048_573;
  private static final long SEED = 20_261_121;

  private final boolean verify;
  private final ByteBuffer bytes;

  /**
   * Makes the pattern.
   *
   * @param verify whether the bytes depend on the offset
   * @param longest the longest window that will be asked for, in bytes
   */
  Pattern(boolean verify, int longest) {
    this.verify = verify;
    byte[] block = new byte[PERIOD];
    new Random(SEED).nextBytes(block);
    bytes = ByteBuffer.allocateDirect(verify ? PERIOD + longest : longest);
    while (bytes.hasRemaining()) {
      bytes.put(block, 0, Math.min(block.length, bytes.remaining()));
    }
  }

  /** {@return the bytes at that stream offset, in a buffer that the next call changes} */
  ByteBuffer window(long offset, int length) {
    int start = verify ? (int) (offset % PERIOD) : 0;
    return bytes.limit(start + length).position(start);
  }

  /**
   * Compares what was received, if this run verifies.
   *
   * @param offset the stream offset of the first byte
   * @param received from position to limit
   */
  void check(long offset, ByteBuffer received) throws IOException {
    if (!verify) {
      return;
    }
    ByteBuffer expected = window(offset, received.remaining());
    int wrong = expected.mismatch(received);
    if (wrong >= 0) {
      throw new IOException("byte at stream offset " + (offset + wrong) + " is "
          + received.get(received.position() + wrong) + " instead of "
          + expected.get(expected.position() + wrong));
    }
  }
}
