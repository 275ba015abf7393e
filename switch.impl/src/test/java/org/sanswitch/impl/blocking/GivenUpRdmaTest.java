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
import java.nio.channels.WritePendingException;
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

  /** In that time RDMA has begun, also where the threads that begin it have to wait for a processor. */
  private static final int LONG_MILLIS = 3_000;

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

  private static void awaitRdma(Net net) {
    Bounded.await(() -> net.provider.since(0, Downcall.RDMA_READ).size()
        + net.provider.since(0, Downcall.RDMA_WRITE).size() > 0, "RDMA has begun");
  }

  /** Waits until the write is given up, as the next one is told; whoever waits for the write itself is not. */
  private static void awaitGivenUp(AsynchronousSocketChannel channel) {
    Bounded.await(() -> assertThrows(IllegalStateException.class,
        () -> channel.write(ByteBuffer.allocate(1)))
      .getClass() != WritePendingException.class,
        "its time is over");
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
      AsynchronousSocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      Told told = new Told();
      pair[0].write(ByteBuffer.allocateDirect(SIZE), by == By.TIME ? SHORT_MILLIS : 0,
          TimeUnit.MILLISECONDS, null, told);
      awaitRdma(net);
      if (by == By.CLOSE) {
        pair[0].close();
      } else {
        awaitGivenUp(pair[0]);
      }
      assertNotTold(told);
      assertNotTold(told);
      net.provider.release();
      assertEnded(by, told);
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
      Bounded.await(reading::isCancelled, "the cancel has begun");
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
      AsynchronousSocketChannel[] pair = channels(net);
      net.provider.hold(Stall.RDMA);
      Told told = new Told();
      pair[0].write(ByteBuffer.allocateDirect(SIZE), by == By.TIME ? LONG_MILLIS : 0,
          TimeUnit.MILLISECONDS, null, told);
      awaitRdma(net);
      if (by == By.CLOSE) {
        pair[0].close();
      }
      assertEnded(by, told);
      assertFalse(net.provider.since(0, Downcall.CLOSE).isEmpty(), "WSPCloseSocket");
      net.provider.release();
    }
  }
}
