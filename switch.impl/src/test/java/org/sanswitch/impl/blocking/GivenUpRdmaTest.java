package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.impl.asynchronous.SwitchAsynchronousChannelProvider;
import org.sanswitch.rules.Rules;

/** BLK-6, BLK-7: the same for operations of asynchronous channels that are given up. */
@Timeout(60)
class GivenUpRdmaTest {

  private static final int SIZE = 60_000;
  private static final int SHORT_MILLIS = 50;
  private static final int LONGEST_MILLIS = 10_000;
  private static final long BOUND_SECONDS = 30;

  /** How an operation is given up. */
  enum By {
    CLOSE, TIME
  }

  private static final class Told extends CompletableFuture<Integer>
      implements
        CompletionHandler<Integer, @Nullable Object> {
    @Override
    public void completed(Integer count, @Nullable Object attachment) {
      complete(count);
    }

    @Override
    public void failed(Throwable failure, @Nullable Object attachment) {
      completeExceptionally(failure);
    }

    Throwable failure() throws Exception {
      return assertThrows(ExecutionException.class, () -> get(BOUND_SECONDS, TimeUnit.SECONDS))
        .getCause();
    }
  }

  private static AsynchronousSocketChannel[] channels(Net net) throws Exception {
    AsynchronousChannelProvider provider = net.with(new SwitchAsynchronousChannelProvider(
        net.running.core(), AsynchronousChannelProvider.provider(), null));
    AsynchronousServerSocketChannel listener =
        net.with(provider.openAsynchronousServerSocketChannel(null));
    listener.bind(Net.anyPort());
    AsynchronousSocketChannel client = net.with(provider.openAsynchronousSocketChannel(null));
    client.connect(listener.getLocalAddress()).get(BOUND_SECONDS, TimeUnit.SECONDS);
    return new AsynchronousSocketChannel[]{client,
        net.with(listener.accept().get(BOUND_SECONDS, TimeUnit.SECONDS))};
  }

  /**
   * A write whose operation on the buffer has begun.
   *
   * @param channel where
   * @param told when it ends
   */
  private record Begun(AsynchronousSocketChannel channel, Told told) {}

  /** Begins a write with a short time limit, or a longer one where a busy machine needed more to begin. */
  private static Begun beginWrite(Net net, By by) throws Exception {
    for (long millis = SHORT_MILLIS;; millis *= 4) {
      AsynchronousSocketChannel channel = channels(net)[0];
      Told told = new Told();
      channel.write(ByteBuffer.allocateDirect(SIZE), by == By.TIME ? millis : 0,
          TimeUnit.MILLISECONDS, null, told);
      Bounded.await(() -> told.isDone() || hasRdma(net), "RDMA has begun, or its time is over");
      if (hasRdma(net)) {
        return new Begun(channel, told);
      }
      assertTrue(millis < LONGEST_MILLIS, "no RDMA in " + millis + " ms");
    }
  }

  private static void awaitRdma(Net net) {
    Bounded.await(() -> hasRdma(net), "RDMA has begun");
  }

  private static boolean hasRdma(Net net) {
    return net.provider.since(0, Downcall.RDMA_READ).size()
        + net.provider.since(0, Downcall.RDMA_WRITE).size() > 0;
  }

  private static void assertNotTold(Future<?> told) {
    assertThrows(TimeoutException.class, () -> told.get(SHORT_MILLIS, TimeUnit.MILLISECONDS),
        "RDMA has the buffer");
  }

  private static void assertEnded(By by, Told told) throws Exception {
    Class<?> expected = by == By.CLOSE
        ? AsynchronousCloseException.class
        : InterruptedByTimeoutException.class;
    assertEquals(expected, told.failure().getClass());
  }

  @ParameterizedTest
  @CsvSource({"true,CLOSE", "true,TIME", "false,CLOSE", "false,TIME"})
  @Rules("BLK-6")
  void aWriteIsToldToBeOverOnlyAfterTheOperationOnItsBuffer(boolean read, By by)
      throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, Net.NEVER_MILLIS)) {
      net.provider.hold(Stall.RDMA);
      Begun write = beginWrite(net, by);
      if (by == By.CLOSE) {
        write.channel().close();
      }
      assertNotTold(write.told());
      assertNotTold(write.told());
      net.provider.release();
      assertEnded(by, write.told());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Rules({"BLK-6", "BLK-8"})
  void aCancelReturnsOnlyAfterTheOperationOnTheBuffer(boolean read) throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, Net.NEVER_MILLIS)) {
      AsynchronousSocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
      Future<Integer> reading = pair[0].read(target);
      Told written = new Told();
      pair[1].write(ByteBuffer.allocateDirect(SIZE), null, written);
      awaitRdma(net);
      CompletableFuture<Boolean> cancel =
          CompletableFuture.supplyAsync(() -> reading.cancel(false));
      assertNotTold(cancel);
      net.provider.release();
      assertTrue(cancel.get(BOUND_SECONDS, TimeUnit.SECONDS));
      assertTrue(reading.isCancelled());
      assertEquals("Reading not allowed due to timeout or cancellation",
          assertThrows(IllegalStateException.class, () -> pair[0].read(target)).getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"true,CLOSE", "true,TIME", "false,CLOSE", "false,TIME"})
  @Rules("BLK-7")
  void anOperationThatTakesTooLongIsEndedByWspCloseSocket(boolean read, By by) throws Exception {
    try (Net net = Net.ofSwitchWithRdma(read, SHORT_MILLIS)) {
      net.provider.hold(Stall.RDMA);
      Begun write = beginWrite(net, by);
      if (by == By.CLOSE) {
        write.channel().close();
      }
      assertEnded(by, write.told());
      assertFalse(net.provider.since(0, Downcall.CLOSE).isEmpty(), "WSPCloseSocket");
      net.provider.release();
    }
  }
}
