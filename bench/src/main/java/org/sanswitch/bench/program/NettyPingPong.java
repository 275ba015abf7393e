package org.sanswitch.bench.program;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Round trips over one of Netty's channels, driven by its handler in the thread of its events. */
final class NettyPingPong extends Load {

  private final Pattern pattern;
  private final ByteBuffer answer;
  private final boolean counts;
  private @Nullable Channel channel;

  /** All below: guard: the thread of the events. */
  private Burst burst = new Burst(0);
  private long offset;
  private long last;

  /**
   * Makes it without a channel.
   *
   * @param counts whether what the JVM's threads allocate is counted with this one
   */
  NettyPingPong(Task task, boolean counts) {
    this.counts = counts;
    pattern = new Pattern(task.verify(), task.bytes());
    answer = ByteBuffer.allocateDirect(task.bytes());
  }

  void use(Channel connected) {
    channel = connected;
  }

  private Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  /** {@return what the channel's pipeline has} */
  ChannelHandler handler() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf received = (ByteBuf) message;
        try {
          take(received);
        } finally {
          received.release();
        }
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        burst.failed(new EOFException(
            "the stream ended after " + answer.position() + " bytes of an answer"));
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        burst.failed(cause);
      }
    };
  }

  private void take(ByteBuf received) throws IOException {
    int count = received.readableBytes();
    if (count > answer.remaining()) {
      throw new IOException(count + " bytes came where " + answer.remaining() + " were expected");
    }
    received.readBytes(answer.limit(answer.position() + count));
    answer.limit(answer.capacity());
    if (answer.hasRemaining()) {
      return;
    }
    pattern.check(offset, answer.flip());
    offset += answer.capacity();
    answer.clear();
    long now = System.nanoTime();
    took(now - last);
    last = now;
    if (burst.goesOn(now)) {
      send();
    }
  }

  private void send() {
    int bytes = answer.capacity();
    channel().writeAndFlush(
        channel().alloc().directBuffer(bytes).writeBytes(pattern.window(offset, bytes)))
      .addListener(sent -> {
        if (!sent.isSuccess()) {
          burst.failed(sent.cause());
        }
      });
  }

  @Override
  long warmUp(long nanos) throws IOException {
    return burst(nanos);
  }

  @Override
  long burst(long nanos) throws IOException {
    Burst next = new Burst(nanos);
    channel().eventLoop().execute(() -> {
      burst = next;
      last = next.start();
      send();
    });
    return next.await();
  }

  /** The thread of the events does the work. */
  @Override
  long allocatedSoFar() {
    return counts ? Output.allocatedByAll() : 0;
  }

  @Override
  public void close() {
    channel().close().syncUninterruptibly();
  }
}
