package org.sanswitch.bench.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.bench.program.Task.Kind;

/** The client's end of the workloads that have no {@link Carrier}. */
final class LoopClient {

  private LoopClient() {}

  /**
   * Measures, and prints what came out.
   *
   * @param address of the server
   * @param server the server's process id
   */
  static void run(Task task, InetSocketAddress address, long server) throws IOException {
    long here = ProcessHandle.current().pid();
    ProcessTimes times = new ProcessTimes(here, server);
    switch (task.kind()) {
      case SELECT, SELECT_ALL, SELECT_PACED -> select(task, address, times);
      case SELECT_CONNECT -> connect(task, address, times);
      case SELECT_IDLE -> SelectorIdle.run(task, address, times, here, server);
      case ASYNC -> async(task, address, times);
      case NETTY -> NettyClient.run(task, address, times);
      case SEND_FILE, RECEIVE_FILE -> files(task, address, times);
      default -> throw new IllegalArgumentException(task.kind() + " needs a carrier");
    }
  }

  /** {@return a connection without delay, in blocking mode} */
  static SocketChannel open(InetSocketAddress address) throws IOException {
    return SocketChannel.open(address).setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private static void select(Task task, InetSocketAddress address, ProcessTimes times)
      throws IOException {
    try (SocketChannel _ = open(address); Selection selection = new Selection(task)) {
      List<SocketChannel> channels = new ArrayList<>();
      for (int i = 0; i < task.connections(); i++) {
        channels.add(open(address));
      }
      int inFlight = task.kind() == Kind.SELECT_ALL ? channels.size() : 1;
      Client.run(task, List.of(new SelectorPingPong(task, selection, channels, inFlight)), times);
      Output.print(Output.CONNECTIONS, 1 + channels.size());
    }
  }

  private static void connect(Task task, InetSocketAddress address, ProcessTimes times)
      throws IOException {
    try (SocketChannel _ = open(address); Selection selection = new Selection(task)) {
      SelectorConnects load = new SelectorConnects(task, selection, address);
      Client.run(task, List.of(load), times);
      Output.print(Output.CONNECTIONS, 1 + load.connections());
    }
  }

  private static void async(Task task, InetSocketAddress address, ProcessTimes times)
      throws IOException {
    List<AsyncPingPong> loads = new ArrayList<>();
    for (int i = 0; i < task.connections(); i++) {
      loads.add(AsyncPingPong.open(task, address, i == 0));
    }
    Client.run(task, loads, times);
    Output.print(Output.CONNECTIONS, loads.size());
    Client.close(loads);
  }

  private static void files(Task task, InetSocketAddress address, ProcessTimes times)
      throws IOException {
    List<FileLoad> loads = new ArrayList<>();
    for (int i = 0; i < task.connections(); i++) {
      loads.add(new FileLoad(task, ChannelWire.of(open(address), task)));
    }
    Client.run(task, loads, times);
    Output.print(Output.CONNECTIONS, loads.size());
    Client.close(loads);
  }
}
