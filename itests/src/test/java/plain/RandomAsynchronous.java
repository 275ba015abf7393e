package plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Rounds of one connection of asynchronous channels, by futures, by handlers and with several buffers at
 * once, whose operations another thread may end.
 */
final class RandomAsynchronous {

  private static final int MOST_BYTES = 1_000_000;
  private static final int MOST_BLOCK = 200_000;
  private static final int LONGEST_PAUSE_NANOS = 3_000_000;
  private static final int PARTS = 2;
  private static final int LOOK_MILLIS = 100;

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
      Ends ends = new Ends(pair.group());
      Direction[] directions = {
          direction(ends, pair.client(), there, size), direction(ends, pair.server(), back, size),
          direction(ends, pair.server(), there, size), direction(ends, pair.client(), back, size)};
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
        switch (random.nextInt(5)) {
          case 0 -> directions[victim].channel.close();
          case 1 -> pair.group().shutdownNow();
          case 2 -> tasks[victim].thread().interrupt();
          case 3 -> directions[victim].hurry = true;
          default -> directions[victim].cancel();
        }
      }
      for (Task<?> task : tasks) {
        task.get();
      }
    }
  }

  private Direction direction(Ends ends, AsynchronousSocketChannel channel, Pattern pattern,
      int size) {
    return new Direction(
        ends, channel, pattern, size, buffer(), new Random(random.nextLong()));
  }

  private ByteBuffer buffer() {
    int block = 1 + random.nextInt(MOST_BLOCK);
    return random.nextBoolean() ? ByteBuffer.allocateDirect(block) : ByteBuffer.allocate(block);
  }

  /** What the threads of one connection know. */
  private static final class Ends {
    private final AsynchronousChannelGroup group;

    /** Guard: volatile; goes from false to true once, before the harm is done. */
    private volatile boolean disturbed;

    Ends(AsynchronousChannelGroup group) {
      this.group = group;
    }
  }

  /** One direction of one channel, which one thread uses. */
  private static final class Direction {
    private final Ends ends;
    private final AsynchronousSocketChannel channel;
    private final Pattern pattern;
    private final int size;
    private final ByteBuffer buffer;
    private final Random choices;

    /** Guard: volatile; the operation by a future that was begun last, or null. */
    private volatile Future<Integer> pending;

    /** Guard: volatile; goes from false to true once: operations have no time any more. */
    private volatile boolean hurry;

    Direction(
        Ends ends, AsynchronousSocketChannel channel, Pattern pattern, int size,
        ByteBuffer buffer, Random choices) {
      this.ends = ends;
      this.channel = channel;
      this.pattern = pattern;
      this.size = size;
      this.buffer = buffer;
      this.choices = choices;
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
        close();
      }
    }

    private void close() throws IOException {
      try {
        channel.close();
      } catch (ShutdownChannelGroupException e) {
        // It is closed; the JDK's says so where a group that has ended cannot tell a pending operation.
        Expect.that("the group was ended", ends.group.isShutdown());
      }
    }

    void send() throws Exception {
      for (long sent = 0; sent < size; sent += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), size - sent));
        pattern.fill(buffer, sent);
        while (buffer.hasRemaining()) {
          write();
        }
      }
      channel.shutdownOutput();
    }

    void receive() throws Exception {
      long received = 0;
      while (read() >= 0) {
        int n = buffer.flip().remaining();
        pattern.verify(buffer, received);
        received += n;
      }
      if (!ends.disturbed) {
        Expect.equal("bytes before the end of the stream", (long) size, received);
      }
    }

    private void write() throws Exception {
      int before = buffer.position();
      long count = switch (choices.nextInt(3)) {
        case 0 -> byFuture(channel.write(buffer));
        case 1 -> {
          Promise<Integer> told = new Promise<>();
          channel.write(buffer, millis(), TimeUnit.MILLISECONDS, null, told);
          yield byHandler(told);
        }
        default -> {
          Promise<Long> told = new Promise<>();
          channel.write(parts(), 0, PARTS, millis(), TimeUnit.MILLISECONDS, null, told);
          long n = byHandler(told);
          buffer.position(before + (int) n);
          yield n;
        }
      };
      Expect.equal("bytes taken from the buffer", count, (long) buffer.position() - before);
    }

    private long read() throws Exception {
      buffer.clear();
      long count = switch (choices.nextInt(3)) {
        case 0 -> byFuture(channel.read(buffer));
        case 1 -> {
          Promise<Integer> told = new Promise<>();
          channel.read(buffer, millis(), TimeUnit.MILLISECONDS, null, told);
          yield byHandler(told);
        }
        default -> {
          Promise<Long> told = new Promise<>();
          channel.read(parts(), 0, PARTS, millis(), TimeUnit.MILLISECONDS, null, told);
          long n = byHandler(told);
          buffer.position((int) Math.max(n, 0));
          yield n;
        }
      };
      Expect.equal("bytes put into the buffer", Math.max(count, 0), (long) buffer.position());
      return count;
    }

    /** {@return the time that an operation has; 0 is for ever} */
    private long millis() {
      return hurry ? 1 : 0;
    }

    /** {@return what is left of the buffer, in two pieces} */
    private ByteBuffer[] parts() {
      int middle = choices.nextInt(buffer.remaining() + 1);
      return new ByteBuffer[]{buffer.slice(buffer.position(), middle),
          buffer.slice(buffer.position() + middle, buffer.remaining() - middle)};
    }

    /** Whoever ends a group at once may have its handlers not be told, as with the JDK's. */
    private <T> T byHandler(Promise<T> told) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AsynchronousPair.BOUND_SECONDS);
      while (true) {
        boolean ended = ends.group.isTerminated();
        try {
          return told.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (ended) {
            throw new ClosedChannelException();
          }
          if (System.nanoTime() > end) {
            throw e;
          }
        }
      }
    }

    private int byFuture(Future<Integer> begun) throws Exception {
      pending = begun;
      return AsynchronousPair.get(begun);
    }
  }
}
