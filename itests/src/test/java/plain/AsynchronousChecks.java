package plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.InterruptedByTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Asynchronous channels and their groups. */
public final class AsynchronousChecks {

  private static final int SIZE = (5 << 20) + 17;
  private static final int CONNECTIONS = 40;
  private static final int REQUESTS = 30;

  private AsynchronousChecks() {}

  /** Both directions at once, by futures and by handlers, with small buffers and with large ones. */
  public static void asynchronousTransfersKeepTheOrder(Net net, long seed) throws Exception {
    try (AsynchronousPair pair = AsynchronousPair.of(net)) {
      List<Task<Void>> tasks = List.of(
          Task.run(() -> send(pair.client(), new Pattern(seed), new Random(seed))),
          Task.run(() -> receive(pair.server(), new Pattern(seed), new Random(seed + 1))),
          Task.run(() -> send(pair.server(), new Pattern(~seed), new Random(seed + 2))),
          Task.run(() -> receive(pair.client(), new Pattern(~seed), new Random(seed + 3))));
      for (Task<Void> task : tasks) {
        task.get();
      }
    }
  }

  private static ByteBuffer buffer(Random random) {
    int size = 1 + random.nextInt(1 << random.nextInt(21));
    return random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
  }

  private static void send(AsynchronousSocketChannel channel, Pattern pattern, Random random)
      throws Exception {
    long position = 0;
    while (position < SIZE) {
      ByteBuffer buffer = buffer(random);
      buffer.limit((int) Math.min(buffer.limit(), SIZE - position));
      pattern.fill(buffer, position);
      position += buffer.remaining();
      while (buffer.hasRemaining()) {
        int before = buffer.remaining();
        int count = random.nextBoolean()
            ? AsynchronousPair.get(channel.write(buffer))
            : writeByHandler(channel, buffer);
        Expect.equal("number of bytes written", before - buffer.remaining(), count);
        Expect.that("a write writes something", count > 0);
      }
    }
    channel.shutdownOutput();
  }

  private static int writeByHandler(AsynchronousSocketChannel channel, ByteBuffer buffer)
      throws Exception {
    Promise<Long> written = new Promise<>();
    channel.write(new ByteBuffer[]{buffer}, 0, 1, 0, TimeUnit.SECONDS, null, written);
    return (int) (long) AsynchronousPair.get(written);
  }

  private static void receive(AsynchronousSocketChannel channel, Pattern pattern, Random random)
      throws Exception {
    long position = 0;
    while (true) {
      ByteBuffer first = buffer(random);
      ByteBuffer second = buffer(random);
      long count;
      if (random.nextBoolean()) {
        count = AsynchronousPair.get(channel.read(first));
      } else {
        Promise<Long> read = new Promise<>();
        channel.read(new ByteBuffer[]{first, second}, 0, 2, 0, TimeUnit.SECONDS, null, read);
        count = AsynchronousPair.get(read);
      }
      if (count < 0) {
        break;
      }
      Expect.equal("bytes in the buffers", count, (long) first.position() + second.position());
      pattern.verify(first.flip(), position);
      pattern.verify(second.flip(), position + first.limit());
      position += count;
    }
    Expect.equal("bytes before the end of the stream", (long) SIZE, position);
  }

  /** Many connections served by the two threads of a group. */
  public static void aGroupOfTwoThreadsServesManyConnections(Net net, long seed)
      throws Exception {
    AsynchronousChannelGroup group = AsynchronousPair.group(net, 2);
    try {
      AsynchronousServerSocketChannel listener = AsynchronousPair.listen(net, group);
      AsynchronousEcho.start(listener);
      List<AsynchronousSocketChannel> clients = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        AsynchronousSocketChannel client =
            net.asynchronous().openAsynchronousSocketChannel(group);
        AsynchronousPair.get(client.connect(listener.getLocalAddress()));
        clients.add(client);
      }
      for (int round = 0; round < REQUESTS; round++) {
        List<Future<Integer>> replies = new ArrayList<>();
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
          buffers.add(ByteBuffer.allocate(8));
          replies.add(clients.get(i).read(buffers.get(i)));
        }
        for (int i = CONNECTIONS - 1; i >= 0; i--) {
          ByteBuffer request = ByteBuffer.allocate(8).putLong(seed + i * 31L + round).flip();
          Expect.equal("bytes sent", 8, AsynchronousPair.get(clients.get(i).write(request)));
        }
        for (int i = 0; i < CONNECTIONS; i++) {
          Expect.equal("bytes that came back", 8, AsynchronousPair.get(replies.get(i)));
          Expect.equal("what came back", seed + i * 31L + round, buffers.get(i).getLong(0));
        }
      }
      for (AsynchronousSocketChannel client : clients) {
        client.shutdownOutput();
        Expect.equal("after the end", -1,
            AsynchronousPair.get(client.read(ByteBuffer.allocate(1))));
        client.close();
      }
    } finally {
      AsynchronousPair.end(group);
    }
  }

  /** A read whose time is over fails, consumes nothing, and is the last. */
  public static void anAsynchronousReadTimesOut(Net net, long seed) throws Exception {
    try (AsynchronousPair pair = AsynchronousPair.of(net)) {
      ByteBuffer buffer = ByteBuffer.allocate(9);
      Promise<Integer> read = new Promise<>();
      pair.server().read(buffer, 20, TimeUnit.MILLISECONDS, null, read);
      Expect.exactly(InterruptedByTimeoutException.class, cause(read));
      AsynchronousPair.get(pair.client().write(ByteBuffer.allocate(9)));
      Expect.thrown(IllegalStateException.class,
          () -> pair.server().read(ByteBuffer.allocate(1)));
      Expect.equal("position of the buffer", 0, buffer.position());
      AsynchronousPair.get(pair.server().write(ByteBuffer.allocate(4)));
      Expect.equal("the other direction", 4,
          AsynchronousPair.get(pair.client().read(ByteBuffer.allocate(4))));
    }
  }

  private static Throwable cause(Future<?> future) throws Exception {
    try {
      throw new AssertionError("no failure: " + AsynchronousPair.get(future));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Close ends reads, writes and accepts that are pending. */
  public static void closeEndsPendingAsynchronousOperations(Net net, long seed)
      throws Exception {
    long patience = 100;
    while (!isWritePendingAtClose(net, patience)) {
      // Room may come late, on a busy machine or as the peer offers more of it.
      patience *= 2;
      Expect.that("a connection that nobody reads is full at last", patience < 10_000);
    }
  }

  private static boolean isWritePendingAtClose(Net net, long patience) throws Exception {
    try (AsynchronousPair pair = AsynchronousPair.of(net);
        AsynchronousServerSocketChannel listener = AsynchronousPair.listen(net, pair.group())) {
      Promise<Integer> read = new Promise<>();
      pair.client().read(ByteBuffer.allocate(1), null, read);
      Promise<Integer> write;
      do {
        write = new Promise<>();
        pair.client().write(ByteBuffer.allocate(1 << 20), null, write);
      } while (endsWithin(write, patience));
      Future<AsynchronousSocketChannel> accept = listener.accept();
      pair.client().close();
      listener.close();
      Expect.exactly(AsynchronousCloseException.class, cause(read));
      Expect.exactly(AsynchronousCloseException.class, cause(accept));
      try {
        AsynchronousPair.get(write);
        return false;
      } catch (ExecutionException e) {
        Expect.exactly(AsynchronousCloseException.class, e.getCause());
        return true;
      }
    }
  }

  private static boolean endsWithin(Future<?> future, long millis) throws Exception {
    try {
      future.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException e) {
      return false;
    }
  }

  /** A reset of the peer ends a pending read. */
  public static void aResetEndsAPendingAsynchronousRead(Net net, long seed) throws Exception {
    try (AsynchronousPair pair = AsynchronousPair.of(net)) {
      AsynchronousPair.get(pair.server().write(ByteBuffer.allocate(5)));
      Future<Integer> read = pair.server().read(ByteBuffer.allocate(1));
      // Unread data makes it a reset; it must have come.
      awaitArrival(pair);
      pair.client().close();
      Throwable failure = cause(read);
      Expect.exactly(IOException.class, failure);
      Expect.equal("message", "Connection reset", failure.getMessage());
    }
  }

  /** Reads one of the bytes, so that the others have come too. */
  private static void awaitArrival(AsynchronousPair pair) throws Exception {
    Expect.equal("first byte", 1,
        AsynchronousPair.get(pair.client().read(ByteBuffer.allocate(1))));
  }

  /** A group that is shut down ends when its last channel is closed. */
  public static void aGroupEndsWithItsLastChannel(Net net, long seed) throws Exception {
    try (AsynchronousPair pair = AsynchronousPair.of(net)) {
      pair.group().shutdown();
      Expect.that("it goes on", !pair.group().isTerminated());
      AsynchronousPair.get(pair.client().write(ByteBuffer.allocate(3)));
      Promise<Integer> read = new Promise<>();
      pair.server().read(ByteBuffer.allocate(3), null, read);
      Expect.equal("bytes read", 3, AsynchronousPair.get(read));
      pair.client().close();
      pair.server().close();
      Expect.that("it ends",
          pair.group().awaitTermination(AsynchronousPair.BOUND_SECONDS, TimeUnit.SECONDS));
    }
  }
}
