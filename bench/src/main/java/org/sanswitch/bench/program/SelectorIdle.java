package org.sanswitch.bench.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that are only there and busy ones, all in one selector at each end: how fast the idle
 * ones are made, what each takes, and how long a round trip over the busy ones takes beside them.
 */
final class SelectorIdle {

  private final Task task;
  private final InetSocketAddress address;
  private final Selection selection;

  private SelectorIdle(Task task, InetSocketAddress address, Selection selection) {
    this.task = task;
    this.address = address;
    this.selection = selection;
  }

  /** Measures, and prints what came out. */
  static void run(Task task, InetSocketAddress address, ProcessTimes times, long... processes)
      throws IOException {
    try (SocketChannel control = LoopClient.open(address);
        Selection selection = new Selection(task);
        Connecting connecting = new Connecting(new SocketClient(address, task), task)) {
      SelectorIdle idle = new SelectorIdle(task, address, selection);
      idle.open(Idle.FIRST, connecting);
      takeStock(ChannelWire.of(control, task));
      long heapBefore = StockTaking.heapUsed();
      Footprint before = Footprint.now(processes);

      long start = System.nanoTime();
      idle.open(task.count(), connecting);
      Output.print(Output.OPENED, task.count());
      Output.print(Output.OPEN_NANOS, System.nanoTime() - start);

      takeStock(ChannelWire.of(control, task));
      Output.print(Output.HEAP, StockTaking.heapUsed() - heapBefore);
      Footprint growth = Footprint.now(processes).since(before);
      Output.print(Output.OWN, growth.own());
      Output.print(Output.SHARED, growth.shared());
      Output.print(Output.KERNEL, growth.kernel());

      List<SocketChannel> busy = new ArrayList<>();
      for (int i = 0; i < task.connections(); i++) {
        busy.add(LoopClient.open(address));
      }
      Client.run(task, List.of(new SelectorPingPong(task, selection, busy, 1)), times);
      Output.print(Output.CONNECTIONS, 1L + Idle.FIRST + task.count() + busy.size());
    }
  }

  /** Makes some, sends a message there and back over each, and registers them. */
  private void open(int count, Connecting connecting) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = LoopClient.open(address);
      connecting.exchange(ChannelWire.of(channel, task));
      channel.configureBlocking(false);
      channel.register(selection.selector(), SelectionKey.OP_READ);
    }
  }

  /** Has the server do so. */
  private static void takeStock(Wire control) throws IOException {
    ByteBuffer order = ByteBuffer.allocateDirect(1);
    control.write(order);
    Transfer.readFully(control, order.clear());
  }
}
