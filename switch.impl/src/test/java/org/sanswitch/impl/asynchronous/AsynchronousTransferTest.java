package org.sanswitch.impl.asynchronous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.impl.asynchronous.AsyncKit.bytes;
import static org.sanswitch.impl.asynchronous.AsyncKit.get;
import static org.sanswitch.impl.asynchronous.AsyncKit.text;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ReadPendingException;
import java.nio.channels.WritePendingException;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.rules.Rules;

@Timeout(60)
class AsynchronousTransferTest {

  @ParameterizedTest
  @EnumSource
  void bytesPassBothWaysThroughHeapAndDirectBuffers(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      assertEquals(5, get(pair.client().write(bytes("hello").asReadOnlyBuffer())));
      ByteBuffer target = ByteBuffer.allocateDirect(20).position(3);
      assertEquals(5, get(pair.server().read(target)));
      assertEquals(8, target.position());
      target.flip().position(3);
      assertEquals(5, get(pair.server().write(target)));
      ByteBuffer back = ByteBuffer.allocate(9);
      assertEquals(5, get(pair.client().read(back)));
      assertEquals("hello", text(back));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("CMP-1")
  void aPendingReadEndsWhenBytesComeCMP1(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      ByteBuffer future = ByteBuffer.allocate(4);
      Future<Integer> read = pair.server().read(future);
      assertFalse(read.isDone());
      get(pair.client().write(bytes("ab")));
      assertEquals(2, get(read));
      assertTrue(read.isDone());
      assertFalse(read.isCancelled());
      assertFalse(read.cancel(true));
      assertTrue(pair.server().isOpen());

      Told<Integer> told = new Told<>();
      ByteBuffer handler = ByteBuffer.allocate(4);
      pair.server().read(handler, "mine", told);
      assertFalse(told.isTold());
      get(pair.client().write(bytes("cd")));
      assertEquals(2, told.value());
      assertEquals("mine", told.end().attachment());
      assertEquals("ab", text(future));
      assertEquals("cd", text(handler));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPendingWriteEndsWhenThereIsRoom(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> write = AsyncKit.pendingWrite(pair.client());
      assertThrowsExactly(WritePendingException.class, () -> pair.client().write(bytes("x")));
      ByteBuffer sink = ByteBuffer.allocate(1 << 20);
      Future<Integer> read = pair.server().read(sink.clear());
      while (!write.isDone()) {
        // The last bytes may have been read before the write is told to be done.
        if (read.isDone()) {
          assertTrue(get(read) > 0);
          read = pair.server().read(sink.clear());
        }
        Thread.onSpinWait();
      }
      assertTrue(get(write) > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneReadAtATime(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      Future<Integer> first = pair.server().read(ByteBuffer.allocate(1));
      assertThrowsExactly(ReadPendingException.class,
          () -> pair.server().read(ByteBuffer.allocate(1)));
      assertThrowsExactly(ReadPendingException.class,
          () -> pair.server().read(ByteBuffer.allocate(0)));
      // The other direction is free.
      assertEquals(1, get(pair.server().write(bytes("x"))));
      get(pair.client().write(bytes("y")));
      assertEquals(1, get(first));
      Told<Integer> told = new Told<>();
      pair.server().read(ByteBuffer.allocate(1), null, told);
      assertThrowsExactly(ReadPendingException.class,
          () -> pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void scattersAndGathers(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      ByteBuffer[] sources = {bytes("skip"), bytes("ab"), ByteBuffer.allocate(0), bytes("cdef")};
      Told<Long> written = new Told<>();
      pair.client().write(sources, 1, 3, 0, TimeUnit.SECONDS, null, written);
      assertEquals(6L, written.value());
      assertEquals(4, sources[0].remaining());
      ByteBuffer[] targets = {ByteBuffer.allocate(1), ByteBuffer.allocate(0),
          ByteBuffer.allocate(3), ByteBuffer.allocate(9)};
      long n = 0;
      while (n < 6) {
        Told<Long> read = new Told<>();
        pair.server().read(targets, 0, 4, 0, TimeUnit.SECONDS, null, read);
        n += (Long) read.value();
      }
      assertEquals("a", text(targets[0]));
      assertEquals("bcd", text(targets[2]));
      assertEquals("ef", text(targets[3]));
      assertThrows(IndexOutOfBoundsException.class,
          () -> pair.server().read(targets, 3, 2, 0, TimeUnit.SECONDS, null, new Told<>()));
      assertThrows(IndexOutOfBoundsException.class,
          () -> pair.server().write(targets, -1, 2, 0, TimeUnit.SECONDS, null, new Told<>()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingToTransferEndsAtOnce(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      assertEquals(0, get(pair.server().read(ByteBuffer.allocate(0))));
      assertEquals(0, get(pair.server().write(ByteBuffer.allocate(0))));
      Told<Long> read = new Told<>();
      pair.server()
        .read(new ByteBuffer[]{ByteBuffer.allocate(0)}, 0, 1, 0, TimeUnit.SECONDS, null, read);
      assertEquals(0L, read.value());
      Told<Long> write = new Told<>();
      pair.server().write(new ByteBuffer[0], 0, 0, 0, TimeUnit.SECONDS, null, write);
      assertEquals(0L, write.value());
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongArgumentsAreRefusedAtOnce(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousSocketChannel channel = kit.pair().client();
      ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();
      assertEquals("Read-only buffer",
          assertThrowsExactly(IllegalArgumentException.class, () -> channel.read(readOnly))
            .getMessage());
      assertThrowsExactly(IllegalArgumentException.class,
          () -> channel.read(readOnly, null, new Told<>()));
      assertThrowsExactly(IllegalArgumentException.class,
          () -> channel.read(new ByteBuffer[]{ByteBuffer.allocate(1), readOnly}, 0, 2, 0,
              TimeUnit.SECONDS, null, new Told<>()));
      assertEquals("'handler' is null", assertThrowsExactly(NullPointerException.class,
          () -> channel.read(ByteBuffer.allocate(1), null, null))
        .getMessage());
      assertThrowsExactly(NullPointerException.class,
          () -> channel.write(ByteBuffer.allocate(1), null, null));
      assertThrowsExactly(NullPointerException.class, () -> channel.write(null));
      assertThrowsExactly(NullPointerException.class, () -> channel.read((ByteBuffer) null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyBytesComeInOrder(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      byte[] data = new byte[5_000_003];
      new Random(4711).nextBytes(data);
      ByteBuffer out = ByteBuffer.wrap(data);
      ByteBuffer in = ByteBuffer.allocate(data.length);
      Told<Integer> done = new Told<>();
      Chain.read(pair.server(), in, done);
      while (out.hasRemaining()) {
        out.limit(Math.min(data.length, out.position() + 77_777));
        get(pair.client().write(out));
        out.limit(data.length);
      }
      done.value();
      assertEquals(ByteBuffer.wrap(data), in.flip());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theChannelTellsItsProvider(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      assertSame(kit.provider, pair.client().provider());
      assertSame(kit.provider, pair.server().provider());
      assertSame(kit.provider, kit.listening(null).provider());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS_ON_TCP"})
  void bytesOverTcpAreCounted(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      get(pair.client().write(bytes("12345")));
      Told<Integer> told = new Told<>();
      pair.server().read(ByteBuffer.allocate(5), null, told);
      assertEquals(5, told.value());
      // Its future is never looked at.
      Future<Integer> unseen = pair.client().read(ByteBuffer.allocate(3));
      get(pair.server().write(bytes("abc")));
      while (!unseen.isDone()) {
        Thread.onSpinWait();
      }
      pair.client().close();
      pair.server().close();
      var connected = kit.core.counts.stream().filter(c -> !c.accepted).findFirst().orElseThrow();
      var accepted = kit.core.counts.stream().filter(c -> c.accepted).findFirst().orElseThrow();
      assertEquals(5, connected.sent);
      assertEquals(3, connected.received);
      assertEquals(5, accepted.received);
      assertEquals(3, accepted.sent);
      assertTrue(connected.closed && accepted.closed);
    }
  }
}
