package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.sanswitch.bench.program.Task.Kind;

/**
 * The client of a server of files: asks for one and reads it into 64 KiB, or writes one and waits for
 * its length to come back, one after the other.
 */
final class FileLoad extends Load {

  /** A request and an answer have the length of the file in it. */
  static final int REQUEST = Long.BYTES;

  private static final int READ_BUFFER = 64 * 1024;
  private static final int LONGEST_WRITE = 1 << 20;

  private final Task task;
  private final Wire wire;
  private final Pattern pattern;
  private final ByteBuffer number = ByteBuffer.allocateDirect(REQUEST);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);

  FileLoad(Task task, Wire wire) {
    this.task = task;
    this.wire = wire;
    pattern = new Pattern(task.verify(), LONGEST_WRITE);
  }

  @Override
  long warmUp(long nanos) throws IOException {
    return burst(nanos);
  }

  @Override
  long burst(long nanos) throws IOException {
    long start = System.nanoTime();
    long last = start;
    long count = 0;
    while (last - start < nanos) {
      if (task.kind() == Kind.SEND_FILE) {
        download();
      } else {
        upload();
      }
      long now = System.nanoTime();
      took(now - last);
      last = now;
      count++;
    }
    return count;
  }

  private void download() throws IOException {
    wire.write(number.clear().putLong(task.bytes()).flip());
    for (long at = 0; at < task.bytes();) {
      int count = wire.read(buffer.clear().limit((int) Math.min(READ_BUFFER, task.bytes() - at)));
      if (count < 0) {
        throw new EOFException(
            "the stream ended after " + at + " of " + task.bytes() + " bytes of a file");
      }
      pattern.check(at, buffer.flip());
      at += count;
    }
  }

  private void upload() throws IOException {
    for (long at = 0; at < task.bytes();) {
      int length = (int) Math.min(LONGEST_WRITE, task.bytes() - at);
      wire.write(pattern.window(at, length));
      at += length;
    }
    Transfer.readFully(wire, number.clear());
    if (number.getLong(0) != task.bytes()) {
      throw new IOException(number.getLong(0) + " of " + task.bytes() + " bytes arrived");
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
