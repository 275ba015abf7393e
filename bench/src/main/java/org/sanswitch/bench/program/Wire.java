package org.sanswitch.bench.program;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection as the workloads see it: bytes in order, whatever carries them. One thread uses it.
 */
interface Wire extends Closeable {

  /** Sends all that remains in the buffer. */
  void write(ByteBuffer buffer) throws IOException;

  /**
   * Receives into a buffer with room.
   *
   * @return how many bytes; 0 if the wire is polled and nothing is there; -1 at the end
   */
  int read(ByteBuffer buffer) throws IOException;
}
