package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.bench.program.Task.Kind;

/**
 * One thread and one selector accept all connections and send back what comes. The first connection
 * is for orders: a byte has the server take stock, its end ends the server. Each other one is closed
 * after one message if the task is to connect.
 */
final class SelectorService implements Service {

  /** As many as may be connecting at once, and some more. */
  private static final int BACKLOG = 1024;

  private final Task task;
  private final ServerSocketChannel listener;
  private final Selection selection;
  private final ByteBuffer buffer;
  private @Nullable SelectionKey control;
  private boolean ended;
  private long bytes;
  private long countedFrom;
  private long allocatedBefore;

  private SelectorService(Task task, ServerSocketChannel listener, Selection selection) {
    this.task = task;
    this.listener = listener;
    this.selection = selection;
    buffer = ByteBuffer.allocateDirect(task.bytes());
  }

  static SelectorService open(Task task) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open().bind(Meeting.at(0), BACKLOG);
    listener.configureBlocking(false);
    Selection selection = new Selection(task);
    listener.register(selection.selector(), SelectionKey.OP_ACCEPT);
    return new SelectorService(task, listener, selection);
  }

  @Override
  public int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** What a connection has to say yet. */
  private static final class Peer {
    /** What did not fit when it was sent back, or null. */
    private @Nullable ByteBuffer rest;
    private long received;
  }

  @Override
  public void serve() throws IOException {
    StockTaking stock = new StockTaking();
    while (!ended) {
      Set<SelectionKey> ready = selection.next();
      for (SelectionKey key : ready) {
        if (key.isAcceptable()) {
          accept();
        } else if (key == control) {
          order((SocketChannel) key.channel(), stock);
        } else {
          answer(key, (SocketChannel) key.channel(), (Peer) key.attachment());
        }
      }
      ready.clear();
    }
    Output.print(Output.ALLOCATED,
        countedFrom == 0 ? 0 : Output.allocated() - allocatedBefore);
    Output.print(Output.MESSAGES, (bytes - countedFrom) / task.bytes());
    if (task.kind() == Kind.SELECT_IDLE) {
      Output.print(Output.HEAP, stock.growth());
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      SelectionKey key =
          channel.register(selection.selector(), SelectionKey.OP_READ, new Peer());
      if (control == null) {
        control = key;
      }
    }
  }

  private void order(SocketChannel channel, StockTaking stock) throws IOException {
    int count = channel.read(buffer.clear().limit(1));
    ended = count < 0;
    if (count > 0) {
      stock.take();
      if (channel.write(buffer.flip()) != 1) {
        throw new IOException("no room for the one byte that answers an order");
      }
    }
  }

  private void answer(SelectionKey key, SocketChannel channel, Peer peer) throws IOException {
    if (key.isWritable()) {
      sendRest(key, channel, peer);
      return;
    }
    int count = channel.read(buffer.clear());
    if (count < 0) {
      channel.close();
      return;
    }
    count(count);
    peer.received += count;
    channel.write(buffer.flip());
    if (buffer.hasRemaining()) {
      peer.rest = ByteBuffer.allocateDirect(buffer.remaining()).put(buffer).flip();
      key.interestOps(SelectionKey.OP_WRITE);
    } else {
      closeIfOver(channel, peer);
    }
  }

  private void sendRest(SelectionKey key, SocketChannel channel, Peer peer) throws IOException {
    ByteBuffer rest = peer.rest;
    if (rest == null) {
      throw new EOFException("writable, but there is nothing to be written");
    }
    channel.write(rest);
    if (!rest.hasRemaining()) {
      peer.rest = null;
      key.interestOps(SelectionKey.OP_READ);
      closeIfOver(channel, peer);
    }
  }

  private void closeIfOver(SocketChannel channel, Peer peer) throws IOException {
    if (task.kind() == Kind.SELECT_CONNECT && peer.received >= task.bytes()) {
      channel.close();
    }
  }

  /** What the first messages allocate is not counted: classes are loaded. */
  private void count(int more) {
    bytes += more;
    if (countedFrom == 0 && bytes >= (long) PingPong.UNCOUNTED * task.bytes()) {
      countedFrom = bytes;
      allocatedBefore = Output.allocated();
    }
  }

  @Override
  public void close() throws IOException {
    selection.close();
    listener.close();
  }
}
