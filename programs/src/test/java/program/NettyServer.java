package program;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;

/** Netty sends back what it gets: bytes as they come, and bodies of HTTP requests. */
public final class NettyServer {

  private static final int MOST = 1 << 20;

  private NettyServer() {}

  /** Prints the port of the echo and the one of HTTP. */
  public static void main(String[] arguments) throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    try {
      int echo = listen(loops, new ChannelInitializer<SocketChannel>() {
        @Override
        protected void initChannel(SocketChannel channel) {
          channel.pipeline().addLast(new Echo());
        }
      });
      int http = listen(loops, new ChannelInitializer<SocketChannel>() {
        @Override
        protected void initChannel(SocketChannel channel) {
          channel.pipeline()
            .addLast(new HttpServerCodec(), new HttpObjectAggregator(MOST), new HttpEcho());
        }
      });
      System.out.println("ports " + echo + " " + http);
      UntilInputEnds.await();
    } finally {
      loops.shutdownGracefully().sync();
    }
  }

  private static int listen(EventLoopGroup loops, ChannelInitializer<SocketChannel> initializer)
      throws InterruptedException {
    Channel channel = new ServerBootstrap().group(loops)
      .channel(NioServerSocketChannel.class)
      .childHandler(initializer)
      .bind("127.0.0.1", 0)
      .sync()
      .channel();
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush(message);
    }
  }

  private static final class HttpEcho extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
          HttpResponseStatus.OK, request.content().retain());
      response.headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
      context.writeAndFlush(response);
    }
  }
}
