package org.sanswitch.impl.asynchronous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.impl.asynchronous.AsyncKit.bytes;
import static org.sanswitch.impl.asynchronous.AsyncKit.get;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.impl.channels.Blocking.On;

/** Who waits for a future, or has begun an operation in a handler, is told whoever ends it. */
@Timeout(60)
class AsynchronousWaitTest {

  private static final int ROUND_TRIPS = 2_000;

  static Stream<Arguments> sortAndThread() {
    return Stream.of(AsyncKit.Sort.values())
      .flatMap(sort -> Stream.of(On.values()).map(on -> Arguments.of(sort, on)));
  }

  @ParameterizedTest
  @MethodSource("sortAndThread")
  void bytesEndAWait(AsyncKit.Sort sort, On on) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Blocking wait = Blocking.blocked(on, pair.server().read(ByteBuffer.allocate(9))::get);
      get(pair.client().write(bytes("ab")));
      assertEquals(2, wait.result());
    }
  }

  @ParameterizedTest
  @MethodSource("sortAndThread")
  void otherThreadsEndAWait(AsyncKit.Sort sort, On on) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Blocking shut = Blocking.blocked(on, pair.server().read(ByteBuffer.allocate(1))::get);
      pair.server().shutdownInput();
      assertEquals(-1, shut.result());
      Future<Integer> read = pair.client().read(ByteBuffer.allocate(1));
      Blocking cancelled = Blocking.blocked(on, read::get);
      assertTrue(read.cancel(false));
      cancelled.thrown(CancellationException.class);
      AsynchronousSocketChannel client = kit.pair().client();
      Blocking closed = Blocking.blocked(on, client.read(ByteBuffer.allocate(1))::get);
      client.close();
      assertInstanceOf(AsynchronousCloseException.class,
          closed.thrown(ExecutionException.class).getCause());
    }
  }

  @ParameterizedTest
  @MethodSource("sortAndThread")
  void anInterruptEndsTheWaitAndNotTheOperation(AsyncKit.Sort sort, On on) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> read = pair.server().read(ByteBuffer.allocate(1));
      Blocking wait = Blocking.blocked(on, read::get);
      wait.thread.interrupt();
      wait.thrown(InterruptedException.class);
      assertThrowsExactly(TimeoutException.class, () -> read.get(1, TimeUnit.MILLISECONDS));
      assertFalse(read.isDone());
      get(pair.client().write(bytes("x")));
      assertEquals(1, get(read));
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoMayWaitForOneFuture(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> read = pair.server().read(ByteBuffer.allocate(1));
      Blocking first = Blocking.blocked(On.PLATFORM, read::get);
      Blocking second = Blocking.blocked(On.PLATFORM, read::get);
      get(pair.client().write(bytes("x")));
      assertEquals(1, first.result());
      assertEquals(1, second.result());
    }
  }

  /** Sends back what it gets, in handlers. */
  private record Echo(AsynchronousSocketChannel channel, ByteBuffer buffer)
      implements
        CompletionHandler<Integer, Boolean> {
    @Override
    public void completed(Integer count, Boolean reading) {
      if (count < 0) {
        return;
      }
      if (reading) {
        channel.write(buffer.flip(), false, this);
      } else {
        channel.read(buffer.clear(), true, this);
      }
    }

    @Override
    public void failed(Throwable failure, Boolean reading) {
      // The channel is closed.
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestsByFuturesAreAnsweredByHandlers(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair(kit.fixed(1, Executors.defaultThreadFactory()));
      Echo echo = new Echo(pair.server(), ByteBuffer.allocate(4));
      echo.channel.read(echo.buffer, true, echo);
      for (int i = 0; i < ROUND_TRIPS; i++) {
        ByteBuffer number = ByteBuffer.allocate(4).putInt(i).flip();
        get(pair.client().write(number));
        number.clear();
        while (number.hasRemaining()) {
          get(pair.client().read(number));
        }
        assertEquals(i, number.getInt(0));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOperationBegunInAHandlerEndsWhileTheHandlerRuns(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair(kit.fixed(2, Executors.defaultThreadFactory()));
      CountDownLatch begun = new CountDownLatch(1);
      Told<Integer> inner = new Told<>();
      Told<Boolean> outer = new Told<>();
      pair.server().write(bytes("x"), null, new CompletionHandler<Integer, @Nullable Object>() {
        @Override
        public void completed(Integer count, @Nullable Object attachment) {
          pair.server().read(ByteBuffer.allocate(1), null, inner);
          begun.countDown();
          try {
            inner.end();
            outer.completed(true, null);
          } catch (Exception e) {
            outer.failed(e, null);
          }
        }

        @Override
        public void failed(Throwable failure, @Nullable Object attachment) {
          outer.failed(failure, null);
        }
      });
      assertTrue(begun.await(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
      get(pair.client().write(bytes("y")));
      assertEquals(1, inner.value());
      assertEquals(true, outer.value());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOperationBegunInAHandlerThatThrowsEnds(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      CountDownLatch thrown = new CountDownLatch(1);
      AsyncKit.Pair pair = kit.pair(kit.fixed(2, task -> {
        Thread thread = Thread.ofPlatform().daemon().unstarted(task);
        thread.setUncaughtExceptionHandler((where, what) -> thrown.countDown());
        return thread;
      }));
      Told<Integer> told = new Told<>();
      pair.server().write(bytes("x"), null, new CompletionHandler<Integer, @Nullable Object>() {
        @Override
        public void completed(Integer count, @Nullable Object attachment) {
          pair.server().read(ByteBuffer.allocate(1), null, told);
          throw new IllegalStateException("of the application");
        }

        @Override
        public void failed(Throwable failure, @Nullable Object attachment) {}
      });
      assertTrue(thrown.await(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS));
      get(pair.client().write(bytes("y")));
      assertEquals(1, told.value());
    }
  }
}
