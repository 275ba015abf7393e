package plain;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/** Accepts again and again, and sends back what comes: everything in handlers, no thread waits. */
final class AsynchronousEcho implements CompletionHandler<AsynchronousSocketChannel, Object> {

  private final AsynchronousServerSocketChannel listener;

  private AsynchronousEcho(AsynchronousServerSocketChannel listener) {
    this.listener = listener;
  }

  static void start(AsynchronousServerSocketChannel listener) {
    listener.accept(null, new AsynchronousEcho(listener));
  }

  @Override
  public void completed(AsynchronousSocketChannel accepted, Object attachment) {
    listener.accept(null, this);
    new Connection(accepted).read();
  }

  @Override
  public void failed(Throwable failure, Object attachment) {
    // The listener is closed.
  }

  private static final class Connection implements CompletionHandler<Integer, Boolean> {
    private final AsynchronousSocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(8_000);

    Connection(AsynchronousSocketChannel channel) {
      this.channel = channel;
    }

    void read() {
      channel.read(buffer.clear(), true, this);
    }

    @Override
    public void completed(Integer count, Boolean reading) {
      if (count < 0) {
        close();
      } else if (reading) {
        channel.write(buffer.flip(), false, this);
      } else if (buffer.hasRemaining()) {
        channel.write(buffer, false, this);
      } else {
        read();
      }
    }

    @Override
    public void failed(Throwable failure, Boolean reading) {
      close();
    }

    private void close() {
      try {
        channel.close();
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
