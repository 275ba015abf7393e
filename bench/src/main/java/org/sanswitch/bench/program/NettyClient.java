package org.sanswitch.bench.program;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The client's end on Netty; one thread has the events of all connections. */
final class NettyClient {

  private NettyClient() {}

  static void run(Task task, InetSocketAddress address, ProcessTimes times) throws IOException {
    NettyTransport transport = NettyTransport.of(task);
    try {
      List<NettyPingPong> loads = new ArrayList<>();
      for (int i = 0; i < task.connections(); i++) {
        NettyPingPong load = new NettyPingPong(task, i == 0);
        load.use(new Bootstrap().group(transport.group())
          .channel(transport.client())
          .option(ChannelOption.TCP_NODELAY, true)
          .handler(load.handler())
          .connect(address)
          .syncUninterruptibly()
          .channel());
        loads.add(load);
      }
      Client.run(task, loads, times);
      Output.print(Output.CONNECTIONS, loads.size());
      Client.close(loads);
    } finally {
      transport.end();
    }
  }
}
