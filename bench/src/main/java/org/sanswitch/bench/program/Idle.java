package org.sanswitch.bench.program;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What connections cost that are only there: both ends make some, so that all classes are loaded,
 * take stock after a garbage collection, make those that count, and take stock again. Over each one
 * message went there and back. One more connection tells the server when to take stock.
 */
final class Idle implements Closeable {

  /** Connections that are there before the first stock-taking. */
  static final int FIRST = 200;

  private final Carrier carrier;
  private final Wire control;
  private final List<Wire> wires = new ArrayList<>();
  private final ByteBuffer order = ByteBuffer.allocateDirect(1);

  private Idle(Carrier carrier) throws IOException {
    this.carrier = carrier;
    control = carrier.next();
  }

  /** Makes the connections, and prints what they take. */
  static void client(Carrier carrier, Task task, ProcessTimes times, long... processes)
      throws IOException {
    try (Idle idle = new Idle(carrier); Connecting connecting = new Connecting(carrier, task)) {
      idle.open(FIRST, connecting);
      idle.takeStock();
      long heapBefore = StockTaking.heapUsed();
      Footprint before = Footprint.now(processes);

      long start = System.nanoTime();
      idle.open(task.count(), connecting);
      long nanos = System.nanoTime() - start;

      idle.takeStock();
      long heap = StockTaking.heapUsed() - heapBefore;
      Footprint growth = Footprint.now(processes).since(before);
      Output.print(Output.MESSAGES, task.count());
      Output.print(Output.NANOS, nanos);
      Output.print(Output.ALLOCATED, 0);
      Output.print(Output.CONNECTIONS, idle.wires.size() + 1L);
      Output.print(Output.HEAP, heap);
      Output.print(Output.OWN, growth.own());
      Output.print(Output.SHARED, growth.shared());
      Output.print(Output.KERNEL, growth.kernel());
      rest(task.timing().measureMillis(), times);
    }
  }

  private void open(int count, Connecting connecting) throws IOException {
    for (int i = 0; i < count; i++) {
      Wire wire = carrier.next();
      wires.add(wire);
      connecting.exchange(wire);
    }
  }

  /** Has the server do so. */
  private void takeStock() throws IOException {
    control.write(order.clear());
    Transfer.readFully(control, order.clear());
  }

  /** What the idle connections take of the processor. */
  static void rest(int millis, ProcessTimes times) throws IOException {
    long start = System.nanoTime();
    long before = times.nanos();
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Output.print(Output.SPAN_CPU, times.nanos() - before);
    Output.print(Output.SPAN, System.nanoTime() - start);
  }

  /** The server's end: prints how much its heap has grown. */
  static void serve(Carrier carrier, Task task) throws IOException {
    ByteBuffer message = ByteBuffer.allocateDirect(task.bytes());
    try (Idle idle = new Idle(carrier)) {
      idle.accept(FIRST, message);
      long before = idle.stockForClient();
      idle.accept(task.count(), message);
      long after = idle.stockForClient();
      Output.print(Output.ALLOCATED, 0);
      Output.print(Output.HEAP, after - before);
      if (idle.control.read(idle.order.clear()) >= 0) {
        throw new IOException("the client gives more orders than two");
      }
    }
  }

  private void accept(int count, ByteBuffer message) throws IOException {
    for (int i = 0; i < count; i++) {
      Wire wire = carrier.next();
      wires.add(wire);
      Connecting.answer(wire, message);
    }
  }

  private long stockForClient() throws IOException {
    if (!Transfer.read(control, order.clear())) {
      throw new EOFException("the client has ended after " + wires.size() + " connections");
    }
    long used = StockTaking.heapUsed();
    control.write(order);
    return used;
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
    control.close();
  }
}
