package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connections one after the other: made, one message there and back, and closed. The histogram has
 * the time of connecting alone; a message that was answered shows that the connection was accepted.
 * The server closes first, so that the kernel keeps what it keeps of closed connections under the
 * server's port, and the client never runs out of ports.
 */
final class Connecting extends Load {

  private final Carrier carrier;
  private final Pattern pattern;
  private final ByteBuffer answer;
  private long offset;
  private long connections;

  Connecting(Carrier carrier, Task task) {
    this.carrier = carrier;
    pattern = new Pattern(task.verify(), task.bytes());
    answer = ByteBuffer.allocateDirect(task.bytes());
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
      try (Wire wire = carrier.next()) {
        took(System.nanoTime() - last);
        exchange(wire);
        if (wire.read(answer.clear()) >= 0) {
          throw new IOException("bytes came that nobody has sent");
        }
      }
      last = System.nanoTime();
      count++;
    }
    connections += count;
    return count;
  }

  /** Sends a message and compares the answer. */
  void exchange(Wire wire) throws IOException {
    wire.write(pattern.window(offset, answer.capacity()));
    Transfer.readFully(wire, answer.clear());
    pattern.check(offset, answer);
    offset += answer.capacity();
  }

  /** {@return how many were made, those of the warm-up too} */
  long connections() {
    return connections;
  }

  @Override
  public void close() {}

  /** Answers one connection after the other until the carrier is closed. */
  static void serve(Carrier carrier, Task task, AtomicBoolean closing) throws IOException {
    ByteBuffer message = ByteBuffer.allocateDirect(task.bytes());
    while (!closing.get()) {
      try (Wire wire = carrier.next()) {
        answer(wire, message);
      } catch (ClosedChannelException e) {
        if (!closing.get()) {
          throw e;
        }
      }
    }
  }

  /** Sends one message back. */
  static void answer(Wire wire, ByteBuffer message) throws IOException {
    Transfer.readFully(wire, message.clear());
    wire.write(message);
  }
}
