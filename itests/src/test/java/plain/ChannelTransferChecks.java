package plain;

import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Bytes arrive complete, in order and once, through blocking channels. */
public final class ChannelTransferChecks {

  private static final int SIZE = (3 << 20) + 17;

  private ChannelTransferChecks() {}

  /** Heap buffers, sliced and with an offset. */
  public static void heapBuffersPassUnchanged(Net net, long seed) throws Exception {
    transfer(net, seed, size -> ByteBuffer.allocate(size + 3).position(3).slice());
  }

  /** Direct buffers. */
  public static void directBuffersPassUnchanged(Net net, long seed) throws Exception {
    transfer(net, seed, ByteBuffer::allocateDirect);
  }

  private interface Allocator {
    ByteBuffer allocate(int size);
  }

  private static void transfer(Net net, long seed, Allocator allocator) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (ChannelPair pair = ChannelPair.of(net)) {
      Task<Void> sender = Task.run(() -> {
        Random random = new Random(seed);
        long position = 0;
        while (position < SIZE) {
          int length = (int) Math.min(SIZE - position, 1 + random.nextInt(1 << random.nextInt(20)));
          ByteBuffer buffer = allocator.allocate(length);
          pattern.fill(buffer, position);
          writeAll(pair.client(), random.nextBoolean() ? buffer : buffer.asReadOnlyBuffer());
          position += length;
        }
        pair.client().shutdownOutput();
      });
      Random random = new Random(seed + 1);
      ByteBuffer buffer = allocator.allocate(200_000);
      long position = 0;
      while (pair.server().read(limited(buffer, random)) >= 0) {
        int read = buffer.flip().remaining();
        pattern.verify(buffer, position);
        position += read;
      }
      Expect.equal("bytes before the end of the stream", (long) SIZE, position);
      sender.get();
    }
  }

  private static ByteBuffer limited(ByteBuffer buffer, Random random) {
    return buffer.clear().limit(1 + random.nextInt(buffer.capacity()));
  }

  private static void writeAll(SocketChannel channel, ByteBuffer buffer) throws Exception {
    while (buffer.hasRemaining()) {
      Expect.that("a blocking write writes something", channel.write(buffer) > 0);
    }
  }

  /** Gathering writes and scattering reads over arrays of mixed buffers, with parts of the array. */
  public static void gatherAndScatterKeepTheOrder(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    Random random = new Random(seed);
    try (ChannelPair pair = ChannelPair.of(net)) {
      long position = 0;
      for (int round = 0; round < 50; round++) {
        ByteBuffer[] out = buffers(random, 1 + random.nextInt(20));
        long total = 0;
        for (ByteBuffer buffer : out) {
          int length = buffer.remaining();
          pattern.fill(buffer, position + total);
          total += length;
        }
        long start = position;
        long expected = total;
        Task<Void> reader = Task.run(() -> readScattered(pair.server(), pattern, start, expected));
        long written = 0;
        while (written < total) {
          written += pair.client().write(out, 0, out.length);
        }
        reader.get();
        position += total;
      }
    }
  }

  private static ByteBuffer[] buffers(Random random, int count) {
    ByteBuffer[] buffers = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      int size = random.nextInt(1 << random.nextInt(16));
      buffers[i] =
          random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
    }
    return buffers;
  }

  private static void readScattered(SocketChannel channel, Pattern pattern, long start, long total)
      throws Exception {
    Random random = new Random(start);
    long read = 0;
    while (read < total) {
      ByteBuffer[] in = new ByteBuffer[6];
      for (int i = 0; i < in.length; i++) {
        int room = (int) Math.min(total - read, random.nextInt(30_000)) / in.length + 1;
        in[i] = i % 2 == 0 ? ByteBuffer.allocate(room) : ByteBuffer.allocateDirect(room);
      }
      long got = channel.read(in, 1, 4);
      Expect.that("a scattering read reads something", got > 0);
      Expect.equal("buffers outside the range are left alone", 0, in[0].position());
      long seen = 0;
      for (int i = 1; i <= 4; i++) {
        int length = in[i].flip().remaining();
        pattern.verify(in[i], start + read + seen);
        seen += length;
      }
      Expect.equal("bytes in the buffers", got, seen);
      read += got;
    }
  }

  /** From a file and to a file, with the functions of FileChannel. */
  public static void filesAreTransferred(Net net, long seed) throws Exception {
    Path source = Files.createTempFile("plain", ".source");
    Path target = Files.createTempFile("plain", ".target");
    try (ChannelPair pair = ChannelPair.of(net);
        FileChannel from = FileChannel.open(source);
        FileChannel to = FileChannel.open(target, java.nio.file.StandardOpenOption.WRITE)) {
      Files.write(source, new Pattern(seed).bytes(0, SIZE));
      Task<Void> sender = Task.run(() -> {
        long sent = 0;
        while (sent < SIZE) {
          sent += from.transferTo(sent, SIZE - sent, pair.client());
        }
      });
      long received = 0;
      while (received < SIZE) {
        received += to.transferFrom(pair.server(), received, SIZE - received);
      }
      sender.get();
      Expect.equal("first difference of the files", -1L, Files.mismatch(source, target));
    } finally {
      Files.delete(source);
      Files.delete(target);
    }
  }

  /** A channel on one side, streams of its socket and a plain socket on the other. */
  public static void channelsAndSocketsUnderstandEachOther(Net net, long seed) throws Exception {
    Pattern pattern = new Pattern(seed);
    try (var listener = net.listenChannel();
        var client = net.connect(Net.addressOf(listener));
        SocketChannel server = listener.accept()) {
      client.getOutputStream().write(pattern.bytes(0, 5_000));
      Expect.equal("channel of its socket", server, server.socket().getChannel());
      Expect.read(server.socket().getInputStream(), pattern, 0, 5_000);
      server.socket().getOutputStream().write(pattern.bytes(9, 5_000));
      Expect.read(client.getInputStream(), pattern, 9, 5_000);
      client.getOutputStream().write(pattern.bytes(0, 300));
      Expect.read(Channels.newInputStream(server), pattern, 0, 300);
    }
  }

  /** Empty and read-only buffers are treated as the contract of channels says. */
  public static void emptyAndReadOnlyBuffersAreTreatedAsSpecified(Net net, long seed)
      throws Exception {
    try (ChannelPair pair = ChannelPair.of(net)) {
      Expect.equal("read without room", 0, pair.server().read(ByteBuffer.allocate(0)));
      Expect.equal("write of nothing", 0, pair.client().write(ByteBuffer.allocate(0)));
      Expect.thrown(IllegalArgumentException.class,
          () -> pair.server().read(ByteBuffer.allocate(4).asReadOnlyBuffer()));
      Expect.equal("write", 4, pair.client().write(ByteBuffer.allocate(4)));
      Expect.equal("read", 4, pair.server().read(ByteBuffer.allocate(9)));
    }
  }
}
