package org.sanswitch.bench.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Each connection is two files in shared memory, one ring there and one back. */
final class RingCarrier implements Carrier {

  /** A ring that stays in the cache and takes 64 KiB in one message: at most an eighth of it. */
  private static final int CAPACITY = 4 << 20;

  private final Task task;
  private final boolean server;
  private int next;

  private RingCarrier(Task task, boolean server) {
    this.task = task;
    this.server = server;
  }

  /** Makes the files. */
  static RingCarrier server(Task task) throws IOException {
    for (int i = 0; i < task.connections(); i++) {
      ring(task, i, "there", true);
      ring(task, i, "back", true);
    }
    return new RingCarrier(task, true);
  }

  static RingCarrier client(Task task) {
    return new RingCarrier(task, false);
  }

  @Override
  public Wire next() throws IOException {
    OneToOneRingBuffer there = ring(task, next, "there", false);
    OneToOneRingBuffer back = ring(task, next, "back", false);
    next++;
    return server ? new RingWire(there, back) : new RingWire(back, there);
  }

  private static OneToOneRingBuffer ring(Task task, int number, String way, boolean create)
      throws IOException {
    Path file = Path.of(task.place(), "ring-" + number + "-" + way);
    try (FileChannel channel = create
        ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW)
        : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int length = CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;
      if (create) {
        channel.write(ByteBuffer.allocate(1), length - 1);
      }
      MappedByteBuffer memory = channel.map(MapMode.READ_WRITE, 0, length);
      return new OneToOneRingBuffer(new UnsafeBuffer(memory));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {}
}
