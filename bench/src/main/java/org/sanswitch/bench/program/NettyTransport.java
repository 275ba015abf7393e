package org.sanswitch.bench.program;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.sanswitch.bench.program.Task.Transport;

/**
 * What Netty's channels are made of, and one thread for their events.
 *
 * @param group the thread
 * @param server the class of listeners
 * @param client the class of connections
 */
record NettyTransport(
    EventLoopGroup group,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client) {

  static NettyTransport of(Task task) throws IOException {
    if (task.transport() != Transport.NETTY_EPOLL) {
      return new NettyTransport(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
          NioServerSocketChannel.class, NioSocketChannel.class);
    }
    if (!Epoll.isAvailable()) {
      throw new IOException("Netty's epoll transport cannot be used here",
          Epoll.unavailabilityCause());
    }
    return new NettyTransport(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()),
        EpollServerSocketChannel.class, EpollSocketChannel.class);
  }

  /** Ends the thread, in bounded time. */
  void end() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }
}
