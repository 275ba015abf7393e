package plain;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;

/** What ends an asynchronous operation that is pending: close, cancellation (BLK-8), its group. */
public final class PendingChecks {

  private PendingChecks() {}

  /** What ends an operation. */
  private record End(Net net, PendingOperation.Event event) implements AutoCloseable {

    String of(PendingOperation.Maker maker) throws Exception {
      try (PendingOperation operation = maker.make(net)) {
        return operation.end(event);
      }
    }

    @Override
    public void close() {
      // Each operation has closed what it used.
    }
  }

  /** Whoever waits for a future. */
  public static void closeAndCancellationEndEveryPendingFuture(Net net, long seed)
      throws Exception {
    try (SilentListener silent = new SilentListener(net)) {
      new StateTable<End>()
        .state("close", () -> new End(net, o -> o.channel().close()))
        .state("cancel", () -> new End(net, o -> o.told().cancel(false)))
        .state("cancel and interrupt", () -> new End(net, o -> o.told().cancel(true)))
        .state("shutdownNow", () -> new End(net, o -> o.group().shutdownNow()))
        .call("read", end -> end.of(
            PendingOperation.connected(channel -> channel.read(ByteBuffer.allocate(8)))))
        .call("accept",
            end -> end.of(PendingOperation.listening(AsynchronousServerSocketChannel::accept)))
        .call("connect", end -> end.of(
            PendingOperation.unconnected(channel -> channel.connect(silent.address()))))
        .expect("""
            read    AsynchronousClose Cancelled-open Cancelled AsynchronousClose
            accept  AsynchronousClose Cancelled-open Cancelled AsynchronousClose
            connect AsynchronousClose Cancelled-open Cancelled AsynchronousClose
            """);
    }
  }

  /** Handlers are told too. */
  public static void closeEndsEveryPendingOperationWithAHandler(Net net, long seed)
      throws Exception {
    try (SilentListener silent = new SilentListener(net)) {
      new StateTable<End>()
        .state("close", () -> new End(net, o -> o.channel().close()))
        .call("read",
            end -> end.of(PendingOperation.connected(PendingOperation::readByHandler)))
        .call("scatter", end -> end.of(PendingOperation.connected(PendingOperation::scatter)))
        .call("accept",
            end -> end.of(PendingOperation.listening(PendingOperation::acceptByHandler)))
        .call("connect", end -> end.of(PendingOperation.unconnected(
            channel -> PendingOperation.connectByHandler(channel, silent))))
        .expect("""
            read    AsynchronousClose
            scatter AsynchronousClose
            accept  AsynchronousClose
            connect AsynchronousClose
            """);
    }
  }
}
