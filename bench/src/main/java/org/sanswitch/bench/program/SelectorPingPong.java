package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sanswitch.bench.program.Task.Kind;

/**
 * Round trips over the connections of one selector, some of them at a time. The connections take
 * turns: who has its answer goes to the end of the queue, and the first in it sends. A round trip
 * lasts from the reading of the clock before its message is sent to the one after its answer came.
 * Paced ones are timed as those of {@link Paced}.
 */
final class SelectorPingPong extends Load {

  private final int bytes;
  private final Selection selection;
  private final Pattern pattern;
  private final Queue<Flight> waiting = new ArrayDeque<>();
  private final int inFlight;
  private final long pace;
  /** Whether the messages are sent at the pace, and not at once. */
  private boolean pacing;
  private int outstanding;

  /** Registers the channels, which become non-blocking. */
  SelectorPingPong(Task task, Selection selection, List<SocketChannel> channels, int inFlight)
      throws IOException {
    bytes = task.bytes();
    this.selection = selection;
    this.inFlight = inFlight;
    pace = task.kind() == Kind.SELECT_PACED
        ? TimeUnit.MICROSECONDS.toNanos(task.timing().paceMicros())
        : 0;
    pattern = new Pattern(task.verify(), bytes);
    for (SocketChannel channel : channels) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selection.selector(), SelectionKey.OP_READ);
      Flight flight = new Flight(channel, key, ByteBuffer.allocateDirect(bytes));
      key.attach(flight);
      waiting.add(flight);
    }
  }

  /** A connection and how far its round trip is. */
  private static final class Flight {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer answer;
    private long offset;
    private int sent;
    private long since;

    Flight(SocketChannel channel, SelectionKey key, ByteBuffer answer) {
      this.channel = channel;
      this.key = key;
      this.answer = answer;
    }
  }

  /** At full speed until half the time is over: at the pace the compiler would never be done. */
  @Override
  long warmUp(long nanos) throws IOException {
    if (pace == 0) {
      return burst(nanos);
    }
    pacing = false;
    long count = roundTrips(nanos / 2);
    var _ = burst(nanos / 2); // as many as the pace says, so they tell nothing of the speed
    return count;
  }

  @Override
  long burst(long nanos) throws IOException {
    pacing = pace > 0;
    return roundTrips(nanos);
  }

  private long roundTrips(long nanos) throws IOException {
    long start = System.nanoTime();
    long count = 0;
    for (outstanding = 0; outstanding < inFlight; outstanding++) {
      begin(waiting.remove(), start);
    }
    while (outstanding > 0) {
      Set<SelectionKey> ready = selection.next();
      for (SelectionKey key : ready) {
        Flight flight = (Flight) key.attachment();
        if (key.isWritable()) {
          send(flight);
        }
        if (key.isReadable() && isAnswered(flight)) {
          count++;
          ended(flight, start, nanos);
        }
      }
      ready.clear();
    }
    return count;
  }

  private void begin(Flight flight, long now) throws IOException {
    flight.since = now;
    flight.sent = 0;
    flight.answer.clear();
    send(flight);
  }

  private void send(Flight flight) throws IOException {
    flight.sent +=
        flight.channel.write(pattern.window(flight.offset + flight.sent, bytes - flight.sent));
    int ops = flight.sent < bytes ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
        : SelectionKey.OP_READ;
    if (flight.key.interestOps() != ops) {
      flight.key.interestOps(ops);
    }
  }

  private boolean isAnswered(Flight flight) throws IOException {
    if (flight.channel.read(flight.answer) < 0) {
      throw new EOFException("the stream ended after " + flight.answer.position() + " of " + bytes
          + " bytes of an answer");
    }
    return !flight.answer.hasRemaining();
  }

  private void ended(Flight flight, long start, long nanos) throws IOException {
    pattern.check(flight.offset, flight.answer.flip());
    flight.offset += bytes;
    long now = System.nanoTime();
    took(now - flight.since);
    waiting.add(flight);
    if (now - start < nanos) {
      begin(waiting.remove(), pacing ? due(flight.since + pace) : now);
    } else {
      outstanding--;
    }
  }

  /** {@return from when the next message is timed: when it was due, if that is over already} */
  private static long due(long due) {
    if (System.nanoTime() - due >= 0) {
      return due;
    }
    Paced.sleepUntil(due);
    return System.nanoTime();
  }

  /** The selection closes the channels. */
  @Override
  public void close() {}
}
