package program;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Netty's client sends bytes and HTTP requests to a server that sends them back. */
public final class NettyClient {

  private static final int SIZE = 3_000_001;
  private static final int BODY = 100_003;
  private static final int REQUESTS = 50;

  private NettyClient() {}

  /** Takes the ports of the echo and of HTTP; prints what came back. */
  public static void main(String[] arguments) throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    try {
      echo(loops, Integer.parseInt(arguments[0]));
      System.out.println("echo " + SIZE);
      http(loops, Integer.parseInt(arguments[1]));
      System.out.println("http " + REQUESTS);
    } finally {
      loops.shutdownGracefully().sync();
    }
  }

  private static Channel connect(EventLoopGroup loops, int port,
      ChannelInitializer<SocketChannel> initializer) throws InterruptedException {
    return new Bootstrap().group(loops)
      .channel(NioSocketChannel.class)
      .handler(initializer)
      .connect("127.0.0.1", port)
      .sync()
      .channel();
  }

  private static void echo(EventLoopGroup loops, int port) throws Exception {
    CompletableFuture<byte[]> came = new CompletableFuture<>();
    Channel channel = connect(loops, port, new ChannelInitializer<SocketChannel>() {
      @Override
      protected void initChannel(SocketChannel made) {
        made.pipeline().addLast(new Collector(came));
      }
    });
    channel.writeAndFlush(Unpooled.wrappedBuffer(Bytes.of(1, SIZE)));
    Bytes.check(1, SIZE, came.get(60, TimeUnit.SECONDS));
    channel.close().sync();
  }

  private static final class Collector extends SimpleChannelInboundHandler<ByteBuf> {
    private final CompletableFuture<byte[]> came;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Collector(CompletableFuture<byte[]> came) {
      this.came = came;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf part) throws Exception {
      part.readBytes(bytes, part.readableBytes());
      if (bytes.size() >= SIZE) {
        came.complete(bytes.toByteArray());
      }
    }
  }

  private static void http(EventLoopGroup loops, int port) throws Exception {
    LinkedBlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    Channel channel = connect(loops, port, new ChannelInitializer<SocketChannel>() {
      @Override
      protected void initChannel(SocketChannel made) {
        made.pipeline()
          .addLast(new HttpClientCodec(), new HttpObjectAggregator(1 << 20),
              new SimpleChannelInboundHandler<FullHttpResponse>() {
                @Override
                protected void channelRead0(ChannelHandlerContext context,
                    FullHttpResponse response) {
                  byte[] body = new byte[response.content().readableBytes()];
                  response.content().readBytes(body);
                  answers.add(body);
                }
              });
      }
    });
    for (int i = 0; i < REQUESTS; i++) {
      FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1,
          HttpMethod.POST, "/", Unpooled.wrappedBuffer(Bytes.of(i, BODY)));
      request.headers().set(HttpHeaderNames.CONTENT_LENGTH, BODY);
      channel.writeAndFlush(request);
    }
    for (int i = 0; i < REQUESTS; i++) {
      byte[] answer = answers.poll(60, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer " + i);
      }
      Bytes.check(i, BODY, answer);
    }
    channel.close().sync();
  }
}
