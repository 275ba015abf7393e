package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;

/**
 * Connections that one selector sees through, some at a time: non-blocking connect, OP_CONNECT, one
 * message there and back, the server's end, closed. The histogram has the time from open to
 * finishConnect.
 */
final class SelectorConnects extends Load {

  private final Task task;
  private final Selection selection;
  private final InetSocketAddress address;
  private final Pattern pattern;
  private int outstanding;
  private long connections;

  SelectorConnects(Task task, Selection selection, InetSocketAddress address) {
    this.task = task;
    this.selection = selection;
    this.address = address;
    pattern = new Pattern(task.verify(), task.bytes());
  }

  /** A connection from its beginning. */
  private static final class Attempt {
    private final long offset;
    private final long since;
    private final ByteBuffer answer;

    Attempt(long offset, long since, int bytes) {
      this.offset = offset;
      this.since = since;
      answer = ByteBuffer.allocate(bytes);
    }
  }

  @Override
  long warmUp(long nanos) throws IOException {
    return burst(nanos);
  }

  @Override
  long burst(long nanos) throws IOException {
    long start = System.nanoTime();
    long before = connections;
    for (outstanding = 0; outstanding < task.connections(); outstanding++) {
      begin();
    }
    while (outstanding > 0) {
      Set<SelectionKey> ready = selection.next();
      for (SelectionKey key : ready) {
        Attempt attempt = (Attempt) key.attachment();
        if (key.isConnectable()) {
          connected(key, attempt);
        } else if (isOver(key, attempt)) {
          key.channel().close();
          if (System.nanoTime() - start < nanos) {
            begin();
          } else {
            outstanding--;
          }
        }
      }
      ready.clear();
    }
    return connections - before;
  }

  private void begin() throws IOException {
    // Each message has bytes of its own, so that an answer to another one shows.
    Attempt attempt =
        new Attempt(connections * task.bytes(), System.nanoTime(), task.bytes());
    connections++;
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    SelectionKey key =
        channel.register(selection.selector(), SelectionKey.OP_CONNECT, attempt);
    if (channel.connect(address)) {
      established(key, attempt);
    }
  }

  private void connected(SelectionKey key, Attempt attempt) throws IOException {
    if (((SocketChannel) key.channel()).finishConnect()) {
      established(key, attempt);
    }
  }

  private void established(SelectionKey key, Attempt attempt) throws IOException {
    took(System.nanoTime() - attempt.since);
    key.interestOps(SelectionKey.OP_READ);
    ByteBuffer message = pattern.window(attempt.offset, task.bytes());
    if (((SocketChannel) key.channel()).write(message) != task.bytes()) {
      throw new IOException("a new connection has no room for " + task.bytes() + " bytes");
    }
  }

  /** {@return whether the answer and the end of the stream have come} */
  private boolean isOver(SelectionKey key, Attempt attempt) throws IOException {
    ByteBuffer answer = attempt.answer;
    if (answer.hasRemaining()) {
      if (((SocketChannel) key.channel()).read(answer) < 0) {
        throw new EOFException("the stream ended after " + answer.position() + " of "
            + task.bytes() + " bytes of an answer");
      }
      if (!answer.hasRemaining()) {
        pattern.check(attempt.offset, answer.flip());
        answer.position(answer.limit());
      }
      return false;
    }
    int more = ((SocketChannel) key.channel()).read(ByteBuffer.allocate(1));
    if (more > 0) {
      throw new IOException("bytes came that nobody has sent");
    }
    return more < 0;
  }

  /** {@return how many were made, those of the warm-up too} */
  long connections() {
    return connections;
  }

  @Override
  public void close() {}
}
