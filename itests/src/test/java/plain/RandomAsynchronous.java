package plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Rounds of one connection of asynchronous channels, whose operations another thread may end. */
final class RandomAsynchronous {

  private static final int MOST_BYTES = 1_000_000;
  private static final int MOST_BLOCK = 200_000;
  private static final int LONGEST_PAUSE_NANOS = 3_000_000;

  private final Net net;
  private final Random random;

  RandomAsynchronous(Net net, long seed) {
    this.net = net;
    this.random = new Random(seed);
  }

  void round() throws Exception {
    Pattern there = new Pattern(random.nextLong());
    Pattern back = new Pattern(random.nextLong());
    int size = random.nextInt(MOST_BYTES);
    try (AsynchronousPair pair = AsynchronousPair.of(net)) {
      Ends ends = new Ends();
      Direction[] directions = {
          new Direction(ends, pair.client(), there, size, buffer()),
          new Direction(ends, pair.server(), back, size, buffer()),
          new Direction(ends, pair.server(), there, size, buffer()),
          new Direction(ends, pair.client(), back, size, buffer())};
      Task<?>[] tasks = new Task<?>[directions.length];
      Task.Kind kind = random.nextBoolean() ? Task.Kind.PLATFORM : Task.Kind.VIRTUAL;
      for (int i = 0; i < tasks.length; i++) {
        Direction direction = directions[i];
        Expect.Body body = i < 2 ? direction::send : direction::receive;
        tasks[i] = Task.run(kind, () -> direction.untilDisturbed(body));
      }
      if (random.nextInt(3) > 0) {
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        ends.disturbed = true;
        int victim = random.nextInt(tasks.length);
        switch (random.nextInt(4)) {
          case 0 -> directions[victim].channel.close();
          case 1 -> pair.group().shutdownNow();
          case 2 -> tasks[victim].thread().interrupt();
          default -> directions[victim].cancel();
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

  /** What the threads of one connection know. */
  private static final class Ends {
    /** Guard: volatile; goes from false to true once, before the harm is done. */
    private volatile boolean disturbed;
  }

  /** One direction of one channel, which one thread uses. */
  private static final class Direction {
    private final Ends ends;
    private final AsynchronousSocketChannel channel;
    private final Pattern pattern;
    private final int size;
    private final ByteBuffer buffer;

    /** Guard: volatile; the operation that was begun last, or null. */
    private volatile Future<Integer> pending;

    Direction(
        Ends ends, AsynchronousSocketChannel channel, Pattern pattern, int size,
        ByteBuffer buffer) {
      this.ends = ends;
      this.channel = channel;
      this.pattern = pattern;
      this.size = size;
      this.buffer = buffer;
    }

    /** After a cancellation only close is sure (BLK-8). */
    void cancel() throws IOException {
      Future<Integer> victim = pending;
      if (victim != null) {
        victim.cancel(true);
      }
      channel.close();
    }

    void untilDisturbed(Expect.Body body) throws Exception {
      try {
        body.run();
      } catch (ExecutionException | InterruptedException | IOException | RuntimeException e) {
        boolean ofJdk = e instanceof ExecutionException wrapped
            ? wrapped.getCause() instanceof IOException
            : !(e instanceof RuntimeException) || e instanceof CancellationException
                || e instanceof IllegalStateException;
        if (!ends.disturbed || !ofJdk) {
          throw e;
        }
        // The other end would wait for ever.
        channel.close();
      }
    }

    void send() throws Exception {
      for (long sent = 0; sent < size; sent += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), size - sent));
        pattern.fill(buffer, sent);
        while (buffer.hasRemaining()) {
          await(channel.write(buffer));
        }
      }
      channel.shutdownOutput();
    }

    void receive() throws Exception {
      long received = 0;
      while (await(channel.read(buffer.clear())) >= 0) {
        int n = buffer.flip().remaining();
        pattern.verify(buffer, received);
        received += n;
      }
      if (!ends.disturbed) {
        Expect.equal("bytes before the end of the stream", (long) size, received);
      }
    }

    private int await(Future<Integer> begun) throws Exception {
      pending = begun;
      return begun.get(AsynchronousPair.BOUND_SECONDS, TimeUnit.SECONDS);
    }
  }
}
