package plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Rounds of one connection of blocking channels, whose calls another thread may end. */
final class RandomStreams {

  private static final int MOST_BYTES = 3_000_000;
  private static final int MOST_BLOCK = 300_000;
  private static final int LONGEST_PAUSE_NANOS = 3_000_000;

  private final Net net;
  private final Random random;

  RandomStreams(Net net, long seed) {
    this.net = net;
    this.random = new Random(seed);
  }

  void round() throws Exception {
    Pattern there = new Pattern(random.nextLong());
    Pattern back = new Pattern(random.nextLong());
    int size = random.nextInt(MOST_BYTES);
    try (ChannelPair pair = ChannelPair.of(net)) {
      Ends ends = new Ends();
      Task.Kind kind = random.nextBoolean() ? Task.Kind.PLATFORM : Task.Kind.VIRTUAL;
      Task<?>[] tasks = {
          ends.start(kind, () -> send(pair.client(), there, size, buffer())),
          ends.start(kind, () -> send(pair.server(), back, size, buffer())),
          ends.start(kind, () -> ends.receive(pair.server(), there, size, buffer())),
          ends.start(kind, () -> ends.receive(pair.client(), back, size, buffer()))};
      if (random.nextInt(3) > 0) {
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        ends.disturbed = true;
        switch (random.nextInt(3)) {
          case 0 -> pair.client().close();
          case 1 -> pair.server().close();
          default -> tasks[random.nextInt(tasks.length)].thread().interrupt();
        }
      }
      for (Task<?> task : tasks) {
        task.get();
      }
    }
  }

  private ByteBuffer buffer() {
    int block = 1 + random.nextInt(MOST_BLOCK);
    return random.nextBoolean() ? ByteBuffer.allocateDirect(block) : ByteBuffer.allocate(block);
  }

  private static void send(SocketChannel channel, Pattern pattern, int size, ByteBuffer buffer)
      throws IOException {
    for (long sent = 0; sent < size; sent += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), size - sent));
      pattern.fill(buffer, sent);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    channel.shutdownOutput();
  }

  /** The threads of one connection. */
  private static final class Ends {
    /** Guard: volatile; goes from false to true once, before the harm is done. */
    private volatile boolean disturbed;

    Task<Void> start(Task.Kind kind, Expect.Body body) {
      return Task.run(kind, () -> {
        try {
          body.run();
        } catch (IOException e) {
          if (!disturbed) {
            throw e;
          }
        }
      });
    }

    void receive(SocketChannel channel, Pattern pattern, int size, ByteBuffer buffer)
        throws IOException {
      long received = 0;
      while (channel.read(buffer.clear()) >= 0) {
        int n = buffer.flip().remaining();
        pattern.verify(buffer, received);
        received += n;
      }
      if (!disturbed) {
        Expect.equal("bytes before the end of the stream", (long) size, received);
      }
    }
  }
}
