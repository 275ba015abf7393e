package plain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Very many connections to a {@link CrowdServer}, from one thread with one Selector. */
final class CrowdClient implements AutoCloseable {

  /** So many connects are under way at once. */
  static final int MOST_CONNECTING = 256;

  private static final long BOUND_MS = 20_000;
  private static final int BLOCK = 16 * 1_024;

  private final Net net;
  private final InetSocketAddress server;
  private final Selector selector;
  private final List<Line> lines = new ArrayList<>();

  CrowdClient(Net net, int port) throws IOException {
    this.net = net;
    server = new InetSocketAddress(Net.loopback(), port);
    selector = net.channels().openSelector();
  }

  /**
   * {@return what became of a command}
   *
   * @param words {@code connect N}; {@code talk N BYTES}, which moves so many bytes there and back on each
   *     of the first N connections; {@code rest MILLISECONDS}, while which nothing may come; {@code close};
   *     {@code cpu}; or {@code stock}
   */
  String answer(String... words) throws IOException {
    long begin = System.nanoTime();
    switch (words[0]) {
      case "connect" -> connect(Integer.parseInt(words[1]));
      case "talk" -> talk(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      case "close" -> close(lines);
      case "rest" -> rest(Long.parseLong(words[1]));
      case "cpu" -> {
        return Crowd.cpu();
      }
      case "stock" -> {
        return Crowd.stock();
      }
      default -> throw new IllegalArgumentException(String.join(" ", words));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    return String.join(" ", words) + " took " + millis + " ms";
  }

  private void connect(int count) throws IOException {
    int begun = 0;
    int connected = 0;
    while (connected < count) {
      while (begun < count && begun - connected < MOST_CONNECTING) {
        SocketChannel channel = net.channels().openSocketChannel();
        channel.configureBlocking(false);
        Line line = new Line(channel, new Pattern(lines.size()));
        lines.add(line);
        begun++;
        if (channel.connect(server)) {
          channel.register(selector, SelectionKey.OP_READ, line);
          connected++;
        } else {
          channel.register(selector, SelectionKey.OP_CONNECT, line);
        }
      }
      if (connected < begun) {
        select();
        for (SelectionKey key : selector.selectedKeys()) {
          Expect.that("finishConnect when it is told",
              ((SocketChannel) key.channel()).finishConnect());
          key.interestOps(SelectionKey.OP_READ);
          connected++;
        }
        selector.selectedKeys().clear();
      }
    }
  }

  private void talk(int count, long bytes) throws IOException {
    for (Line line : lines.subList(0, count)) {
      line.until += bytes;
      line.channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
    int talking = count;
    while (talking > 0) {
      select();
      for (SelectionKey key : selector.selectedKeys()) {
        if (((Line) key.attachment()).isOver(key)) {
          talking--;
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private void rest(long millis) throws IOException {
    Expect.equal("ready keys while all rest", 0, selector.select(millis));
  }

  private void select() throws IOException {
    Expect.that("something is ready within " + BOUND_MS + " ms", selector.select(BOUND_MS) > 0);
  }

  private void close(List<Line> all) throws IOException {
    for (Line line : all) {
      line.channel.close();
    }
    selector.selectNow();
    all.clear();
  }

  @Override
  public void close() throws IOException {
    close(lines);
    selector.close();
  }

  /** One connection. Guard: the client's thread. */
  private static final class Line {
    /** All lines of the client are used by one thread. Guard: as the line. */
    private static final ByteBuffer BUFFER = ByteBuffer.allocate(BLOCK);

    private final SocketChannel channel;
    private final Pattern pattern;
    private long until;
    private long sent;
    private long received;

    Line(SocketChannel channel, Pattern pattern) {
      this.channel = channel;
      this.pattern = pattern;
    }

    /** Goes on; {@return whether all has come back now} */
    boolean isOver(SelectionKey key) throws IOException {
      long before = received;
      if (key.isReadable()) {
        Expect.that("the server does not end the stream", channel.read(BUFFER.clear()) >= 0);
        int count = BUFFER.flip().remaining();
        pattern.verify(BUFFER, received);
        received += count;
        Expect.that("not more comes back than was sent", received <= sent);
      }
      if (key.isWritable() && sent < until) {
        pattern.fill(BUFFER.clear().limit((int) Math.min(BLOCK, until - sent)), sent);
        sent += channel.write(BUFFER);
      }
      int write = sent < until ? SelectionKey.OP_WRITE : 0;
      key.interestOps(SelectionKey.OP_READ | write);
      return received > before && received == until;
    }
  }
}
