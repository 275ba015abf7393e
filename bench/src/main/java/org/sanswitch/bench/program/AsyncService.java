package org.sanswitch.bench.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/** Sends back what comes, by completion handlers of the default group. */
final class AsyncService implements Service {

  private final Task task;
  private final AsynchronousServerSocketChannel listener;
  private final Served served;

  private AsyncService(Task task, AsynchronousServerSocketChannel listener) {
    this.task = task;
    this.listener = listener;
    served = new Served(task);
  }

  static AsyncService open(Task task) throws IOException {
    return new AsyncService(task,
        AsynchronousServerSocketChannel.open().bind(Meeting.at(0), task.connections()));
  }

  @Override
  public int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  @Override
  public void serve() throws IOException {
    accept(task.connections());
    served.await();
  }

  private void accept(int left) {
    if (left > 0) {
      listener.accept(left, accepted);
    }
  }

  private final CompletionHandler<AsynchronousSocketChannel, Integer> accepted =
      new CompletionHandler<>() {
        @Override
        public void completed(AsynchronousSocketChannel channel, Integer left) {
          accept(left - 1);
          try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
          } catch (IOException e) {
            served.failed(e);
            return;
          }
          new Echo(channel, ByteBuffer.allocateDirect(task.bytes())).read();
        }

        @Override
        public void failed(Throwable cause, Integer left) {
          served.failed(cause);
        }
      };

  /** One step at a time is under way, and its completion hands the buffer on. */
  private final class Echo {
    private final AsynchronousSocketChannel channel;
    private final ByteBuffer buffer;

    Echo(AsynchronousSocketChannel channel, ByteBuffer buffer) {
      this.channel = channel;
      this.buffer = buffer;
    }

    void read() {
      channel.read(buffer.clear(), this, received);
    }

    void received(int count) throws IOException {
      if (count < 0) {
        channel.close();
        served.ended();
      } else {
        served.received(count);
        channel.write(buffer.flip(), this, sent);
      }
    }

    void sent() {
      if (buffer.hasRemaining()) {
        channel.write(buffer, this, sent);
      } else {
        read();
      }
    }
  }

  private final CompletionHandler<Integer, Echo> received = new CompletionHandler<>() {
    @Override
    public void completed(Integer count, Echo echo) {
      try {
        echo.received(count);
      } catch (IOException e) {
        served.failed(e);
      }
    }

    @Override
    public void failed(Throwable cause, Echo echo) {
      served.failed(cause);
    }
  };

  private final CompletionHandler<Integer, Echo> sent = new CompletionHandler<>() {
    @Override
    public void completed(Integer count, Echo echo) {
      echo.sent();
    }

    @Override
    public void failed(Throwable cause, Echo echo) {
      served.failed(cause);
    }
  };

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
