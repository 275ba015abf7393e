package org.sanswitch.impl.asynchronous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.impl.asynchronous.AsyncKit.bytes;
import static org.sanswitch.impl.asynchronous.AsyncKit.get;
import static org.sanswitch.impl.asynchronous.AsyncKit.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.InterruptedByTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.rules.Rules;

@Timeout(60)
class AsynchronousEndTest {

  private static final String READING = "Reading not allowed due to timeout or cancellation";
  private static final String WRITING = "Writing not allowed due to timeout or cancellation";

  private static void assertKilled(String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrowsExactly(IllegalStateException.class, call).getMessage());
  }

  @ParameterizedTest
  @EnumSource
  @Rules("BLK-8")
  void aReadWhoseTimeIsOverIsTheLastBLK8(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      AsynchronousSocketChannel server = pair.server();
      Told<Integer> told = new Told<>();
      ByteBuffer target = ByteBuffer.allocate(4);
      server.read(target, 1, TimeUnit.MILLISECONDS, "late", told);
      told.failure(InterruptedByTimeoutException.class);
      assertEquals("late", told.end().attachment());
      assertTrue(server.isOpen());
      get(pair.client().write(bytes("data")));
      assertKilled(READING, () -> server.read(ByteBuffer.allocate(1)));
      assertKilled(READING, () -> server.read(ByteBuffer.allocate(1), null, new Told<>()));
      assertEquals(0, target.position());
      // The other direction goes on.
      assertEquals(1, get(server.write(bytes("x"))));
      assertEquals(1, get(pair.client().read(ByteBuffer.allocate(1))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriteWhoseTimeIsOverIsTheLast(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      AsyncKit.pendingWrite(pair.client()).cancel(false);
      assertKilled(WRITING, () -> pair.client().write(bytes("x")));
      AsyncKit.Pair other = kit.pair();
      Told<Integer> told = new Told<>();
      while (!told.isTold() || told.end().failure() == null) {
        told = new Told<>();
        other.client()
          .write(ByteBuffer.allocate(1 << 20), 50, TimeUnit.MILLISECONDS, null, told);
        told.end();
      }
      told.failure(InterruptedByTimeoutException.class);
      assertTrue(other.client().isOpen());
      assertKilled(WRITING, () -> other.client().write(bytes("x")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOperationInTimeIsNotEndedLater(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Told<Integer> told = new Told<>();
      pair.server().read(ByteBuffer.allocate(1), 30, TimeUnit.SECONDS, null, told);
      get(pair.client().write(bytes("x")));
      assertEquals(1, told.value());
      Future<Integer> next = pair.server().read(ByteBuffer.allocate(1));
      get(pair.client().write(bytes("y")));
      assertEquals(1, get(next));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules({"BLK-5", "BLK-8"})
  void aCancelledReadIsTheLastBLK8(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> read = pair.server().read(ByteBuffer.allocate(4));
      assertTrue(read.cancel(false));
      assertTrue(read.isCancelled() && read.isDone());
      assertFalse(read.cancel(true));
      assertThrowsExactly(CancellationException.class, () -> get(read));
      assertThrowsExactly(CancellationException.class, read::get);
      assertTrue(pair.server().isOpen());
      assertKilled(READING, () -> pair.server().read(ByteBuffer.allocate(1)));
      pair.server().close();
      Future<Integer> other = pair.client().read(ByteBuffer.allocate(1));
      if (other.cancel(true)) {
        assertFalse(pair.client().isOpen());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "OURS_ON_SAN")
  @Rules("BLK-5")
  void nothingTouchesTheBufferOfACancelledReadBLK5(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      ByteBuffer target = ByteBuffer.allocate(4);
      Future<Integer> read = pair.server().read(target);
      assertTrue(read.cancel(false));
      get(pair.client().write(bytes("data")));
      assertEquals(0, target.position());
      assertEquals(0, target.get(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsWhatIsPending(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> read = pair.client().read(ByteBuffer.allocate(1));
      Future<Integer> write = AsyncKit.pendingWrite(pair.client());
      pair.client().close();
      AsyncKit.failure(AsynchronousCloseException.class, read);
      AsyncKit.failure(AsynchronousCloseException.class, write);
      AsyncKit.Pair other = kit.pair();
      Told<Integer> told = new Told<>();
      other.server().read(ByteBuffer.allocate(1), "closed", told);
      other.server().close();
      told.failure(AsynchronousCloseException.class);
      assertEquals("closed", told.end().attachment());
      AsynchronousServerSocketChannel listener = kit.listening(null);
      Future<AsynchronousSocketChannel> accept = listener.accept();
      listener.close();
      AsyncKit.failure(AsynchronousCloseException.class, accept);
      AsynchronousServerSocketChannel another = kit.listening(null);
      Told<AsynchronousSocketChannel> accepted = new Told<>();
      another.accept(null, accepted);
      another.close();
      accepted.failure(AsynchronousCloseException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheStreamIsReadAgainAndAgain(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> pending = pair.server().read(ByteBuffer.allocate(4));
      get(pair.client().write(bytes("ab")));
      assertEquals(2, get(pending));
      pair.client().shutdownOutput();
      pair.client().shutdownOutput();
      assertEquals(-1, get(pair.server().read(ByteBuffer.allocate(4))));
      assertEquals(-1, get(pair.server().read(ByteBuffer.allocate(4))));
      Told<Long> told = new Told<>();
      pair.server()
        .read(new ByteBuffer[]{ByteBuffer.allocate(4)}, 0, 1, 0, TimeUnit.SECONDS, null, told);
      assertEquals(-1L, told.value());
      AsyncKit.failure(ClosedChannelException.class, pair.client().write(bytes("x")));
      // The other direction goes on.
      get(pair.server().write(bytes("still")));
      ByteBuffer target = ByteBuffer.allocate(5);
      get(pair.client().read(target));
      assertEquals("still", text(target));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shutdownOfInputEndsReads(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> pending = pair.server().read(ByteBuffer.allocate(4));
      pair.server().shutdownInput();
      pair.server().shutdownInput();
      assertEquals(-1, get(pending));
      assertEquals(-1, get(pair.server().read(ByteBuffer.allocate(4))));
      assertEquals(-1, get(pair.server().read(ByteBuffer.allocate(0))));
      assertTrue(pair.server().isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shutdownOfOutputBreaksAPendingWrite(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> write = AsyncKit.pendingWrite(pair.client());
      pair.client().shutdownOutput();
      assertEquals("Broken pipe", AsyncKit.failure(IOException.class, write).getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetIsToldOnceToReadsAndThenIsTheEnd(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      // Unread data makes the close of the peer a reset; it has come when its first byte is read.
      get(pair.server().write(bytes("unread")));
      assertEquals(1, get(pair.client().read(ByteBuffer.allocate(1))));
      Future<Integer> pending = pair.server().read(ByteBuffer.allocate(4));
      pair.client().close();
      assertEquals("Connection reset",
          AsyncKit.failure(IOException.class, pending).getMessage());
      assertEquals(-1, get(pair.server().read(ByteBuffer.allocate(4))));
      assertEquals("Broken pipe",
          AsyncKit.failure(IOException.class, pair.server().write(bytes("x"))).getMessage());
    }
  }
}
