package org.sanswitch.bench.program;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Netty's echo server: what was read is written, and flushed when there is no more to be read. */
final class NettyService implements Service {

  private final NettyTransport transport;
  private final Channel listener;
  private final Served served;

  private NettyService(NettyTransport transport, Channel listener, Served served) {
    this.transport = transport;
    this.listener = listener;
    this.served = served;
  }

  static NettyService open(Task task) throws IOException {
    NettyTransport transport = NettyTransport.of(task);
    Served served = new Served(task);
    Channel listener = new ServerBootstrap().group(transport.group())
      .channel(transport.server())
      .childOption(ChannelOption.TCP_NODELAY, true)
      .childHandler(new ChannelInitializer<Channel>() {
        @Override
        protected void initChannel(Channel channel) {
          channel.pipeline().addLast(new Echo(served));
        }
      })
      .bind(Meeting.at(0))
      .syncUninterruptibly()
      .channel();
    return new NettyService(transport, listener, served);
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    private final Served served;

    Echo(Served served) {
      this.served = served;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      served.received(((ByteBuf) message).readableBytes());
      context.write(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      served.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      served.failed(cause);
    }
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void serve() throws IOException {
    served.await();
  }

  @Override
  public void close() {
    transport.end();
  }
}
