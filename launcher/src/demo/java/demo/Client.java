package demo;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An ordinary client: sends a file and gets it back over java.net, checks both by SHA-256, and then
 * measures round trips of 16 bytes over a SocketChannel. Prints what it found, waits for the end of
 * its input, and ends.
 */
public final class Client {

  private static final int PING = 16;
  private static final int MOST_PINGS = 1_000_000;
  private static final long WARM_UP_NS = 1_000_000_000L;
  private static final long MEASURE_NS = 1_500_000_000L;

  private Client() {}

  /** Takes the port for files, the port for echoes, the file, and how often to move it. */
  public static void main(String[] arguments) throws Exception {
    moveFile(Integer.parseInt(arguments[0]), Files.readAllBytes(Path.of(arguments[2])),
        Integer.parseInt(arguments[3]));
    ping(Integer.parseInt(arguments[1]));
    System.out.println("done");
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }

  private static void moveFile(int port, byte[] file, int times) throws Exception {
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(file);
    byte[] back = new byte[file.length];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        out.writeByte(Server.PUT);
        out.writeInt(file.length);
        Server.send(file, out);
        in.readByte();
        report("put", file.length, System.nanoTime() - start, expected, in.readNBytes(32));

        start = System.nanoTime();
        out.writeByte(Server.GET);
        out.flush();
        if (in.readInt() != file.length) {
          throw new IOException("another length comes back");
        }
        Server.receive(in, back);
        long took = System.nanoTime() - start;
        in.readNBytes(32);
        report("get", file.length, took, expected,
            MessageDigest.getInstance("SHA-256").digest(back));
      }
    }
  }

  private static void report(String way, int bytes, long nanos, byte[] expected, byte[] hash) {
    System.out.println(way + " " + bytes + " " + nanos + " "
        + (Arrays.equals(expected, hash) ? "same" : "DIFFERENT"));
  }

  private static void ping(int port) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.socket().setTcpNoDelay(true);
      long[] times = new long[MOST_PINGS];
      run(channel, times, WARM_UP_NS);
      long start = System.nanoTime();
      int count = run(channel, times, MEASURE_NS);
      long took = System.nanoTime() - start;
      Arrays.sort(times, 0, count);
      System.out
        .println("ping " + count + " " + took + " " + times[count / 2] + " " + times[count * 99 / 100]);
    }
  }

  private static int run(SocketChannel channel, long[] times, long bound) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PING);
    long end = System.nanoTime() + bound;
    int count = 0;
    long start = System.nanoTime();
    while (count < times.length && start < end) {
      buffer.clear().putLong(count).putLong(start).flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new IOException("the stream ends after " + count + " round trips");
        }
      }
      if (buffer.flip().getLong() != count) {
        throw new IOException("another answer than the request, after " + count);
      }
      long now = System.nanoTime();
      times[count++] = now - start;
      start = now;
    }
    return count;
  }
}
