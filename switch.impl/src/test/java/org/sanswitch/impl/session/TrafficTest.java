package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sanswitch.rules.Rules;

/** Bytes arrive once and in order, whatever the provider can and whenever it does it. */
class TrafficTest {

  /** One direction of random traffic. */
  private static final class Flow {
    final Random random;
    final SanStream from;
    final SanStream to;
    final long total;
    long written;
    long read;
    boolean shut;
    boolean ended;

    Flow(Random random, SanStream from, SanStream to, long total) {
      this.random = random;
      this.from = from;
      this.to = to;
      this.total = total;
    }

    static byte at(long offset) {
      return (byte) (offset * 31 + (offset >>> 8));
    }

    void write() throws IOException {
      int size = (int) Math.min(total - written, 1 + random.nextInt(random.nextInt(20_000) + 1));
      if (size <= 0) {
        if (!shut) {
          shut = true;
          from.shutdownOutput();
        }
        return;
      }
      byte[] bytes = new byte[size + 3];
      for (int i = 0; i < size; i++) {
        bytes[3 + i] = at(written + i);
      }
      int kind = random.nextInt(3);
      if (kind == 0) {
        written += from.tryWrite(bytes, 3, size);
        return;
      }
      ByteBuffer buffer =
          kind == 1
              ? ByteBuffer.wrap(bytes, 3, size)
              : ByteBuffer.allocateDirect(size + 3).put(bytes).position(3);
      int count = from.tryWrite(kind == 1 ? buffer : buffer.asReadOnlyBuffer());
      assertEquals(kind == 1 ? 3 + count : 3, buffer.position());
      written += count;
    }

    void read() throws IOException {
      int size = 1 + random.nextInt(random.nextInt(30_000) + 1);
      ByteBuffer buffer =
          random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
      int count = to.tryRead(buffer);
      if (count < 0) {
        assertEquals(total, read);
        ended = true;
        return;
      }
      assertEquals(count, buffer.position());
      for (int i = 0; i < count; i++) {
        if (buffer.get(i) != at(read + i)) {
          throw new AssertionError("offset " + (read + i) + " differs");
        }
      }
      read += count;
    }
  }

  private static final List<FakeFabric.Limits> LIMITS =
      List.of(
          FakeFabric.Limits.WIDE,
          FakeFabric.Limits.STAGED,
          FakeFabric.Limits.NARROW,
          new FakeFabric.Limits(16_384, 4_096, 100, true),
          new FakeFabric.Limits(512, 0, ReceivePool.LEAST, false));

  /** Random steps of both ends and of the provider, in one thread, over many seeds. */
  @Test
  @Rules({"SES-2", "SES-3", "SES-9"})
  void bothDirectionsAreExactWithHalfCloseOverManySeeds() throws IOException {
    long first = Long.getLong("seed", 1);
    for (long seed = first; seed < first + 100; seed++) {
      try {
        run(seed);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** Small writes as well as large ones, where there is no RDMA. */
  @Test
  @Rules("SES-3")
  void whoDoesNotWaitLeavesAsMuchAsItsSendBufferHolds() throws IOException {
    int held = 300_000;
    for (int size : new int[]{16, 1_000, 70_000}) {
      FakeFabric fabric = new FakeFabric(FakeFabric.Limits.WIDE, FakeFabric.Limits.WIDE);
      try (Pair pair = new Pair(fabric, SessionSettings.DEFAULTS).connect()) {
        pair.a.sendBuffer(held);
        byte[] bytes = new byte[size];
        long written = 0;
        int count = 1;
        while (count > 0) {
          for (int i = 0; i < size; i++) {
            bytes[i] = Flow.at(written + i);
          }
          count = pair.a.tryWrite(bytes, 0, size);
          written += count;
        }
        assertTrue(written >= held, "only " + written + " bytes were taken");
        assertFalse(pair.a.isKnownWritable());
        long read = 0;
        byte[] got = new byte[5_000];
        for (int step = 0; read < written; step++) {
          assertTrue(step < 1_000_000, "no progress");
          int n = pair.b.tryRead(got, 0, got.length);
          for (int i = 0; i < n; i++) {
            assertEquals(Flow.at(read + i), got[i], () -> "after " + size);
          }
          read += n;
          // The provider of this side makes its upcalls when it is looked into.
          pair.a.look(false);
        }
        assertEquals(0, pair.b.tryRead(got, 0, got.length));
        assertTrue(pair.a.isWritable());
      }
    }
  }

  private static void run(long seed) throws IOException {
    Random random = new Random(seed);
    FakeFabric fabric =
        new FakeFabric(
            LIMITS.get(random.nextInt(LIMITS.size())), LIMITS.get(random.nextInt(LIMITS.size())));
    try (Pair pair = new Pair(fabric, SessionSettings.DEFAULTS).connect()) {
      fabric.manual = random.nextInt(4) > 0;
      long total = random.nextInt(400_000);
      Flow forth = new Flow(random, pair.a, pair.b, total);
      Flow back = new Flow(random, pair.b, pair.a, random.nextInt(200_000));
      for (int step = 0; !forth.ended || !back.ended; step++) {
        assertTrue(step < 1_000_000, "no progress");
        if (random.nextInt(100) == 0) {
          SanStream end = random.nextBoolean() ? pair.a : pair.b;
          end.sendBuffer(random.nextBoolean() ? 0 : random.nextInt(100_000));
        }
        act(random, pair, random.nextBoolean() ? forth : back);
      }
      assertEquals(forth.total, pair.counterOfA.sent);
      assertEquals(forth.total, pair.counterOfB.received);
      pair.fabric.manual = false;
      pair.a.close();
      pair.b.close();
      for (int i = 0; i < 10; i++) {
        pair.pass(5_000_000);
      }
      assertTrue(fabric.a.isHandleClosed());
      assertTrue(fabric.b.isHandleClosed());
      assertEquals(List.of(), pair.tableOfA.status());
      assertEquals(1, pair.counterOfA.closed);
    }
  }

  private static void act(Random random, Pair pair, Flow flow) throws IOException {
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> flow.write();
      case 3, 4, 5 -> {
        if (!flow.ended) {
          flow.read();
        }
      }
      case 6 -> control(random, flow);
      case 7 -> {
        pair.fabric.arrive(pair.fabric.a, random.nextInt(4));
        pair.fabric.arrive(pair.fabric.b, random.nextInt(4));
        if (random.nextBoolean()) {
          pair.fabric.a.drain();
        }
        if (random.nextBoolean()) {
          pair.fabric.b.drain();
        }
      }
      default -> {
        pair.clock.addAndGet(random.nextInt(3_000_000));
        pair.tableOfA.housekeeper().runDue();
        pair.tableOfB.housekeeper().runDue();
        if (random.nextInt(20) == 0) {
          pair.fabric.a.refuseSends = random.nextInt(3);
          pair.fabric.b.refuseSends = random.nextInt(3);
        }
      }
    }
  }

  /** Control frames of all sorts, whatever credits there are. */
  private static void control(Random random, Flow flow) throws IOException {
    SendPath sender = ((SessionStream) flow.from).session().sender();
    if (random.nextBoolean()) {
      sender.ask(SendPath.PING);
    } else if (!flow.shut) {
      sender.writeUrgent((byte) random.nextInt());
    }
  }

  /** Section 4: the fabric counts every message that finds no receive. */
  @Test
  @Rules("SES-2")
  void senderStopsWhenItHasNoCreditAndGoesOnWithOne() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      byte[] block = new byte[8_176];
      int frames = 0;
      while (pair.a.tryWrite(block, 0, block.length) > 0) {
        frames++;
      }
      assertEquals(32, frames);
      assertFalse(pair.a.isWritable());
      for (int i = 0; i < 15; i++) {
        assertEquals(8_176, pair.b.tryRead(block, 0, block.length));
      }
      assertFalse(pair.a.isWritable());
      assertEquals(8_176, pair.b.tryRead(block, 0, block.length));
      assertTrue(pair.a.isWritable());
      assertEquals(32 * 8_176, pair.a.tryWrite(new byte[1 << 20], 0, 1 << 20) + 16 * 8_176);
    }
  }

  /** SES-1: control frames pass while data is not read. */
  @Test
  @Rules({"SES-1", "SES-2"})
  void controlFramesPassBehindUnreadData() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.a.tryWrite(new byte[1 << 20], 0, 1 << 20);
      assertFalse(pair.a.isWritable());
      int before = pair.fabric.b.sends;
      for (int i = 0; i < 100; i++) {
        pair.sessionA().sender().ask(SendPath.PING);
        pair.settle();
      }
      assertTrue(pair.fabric.b.sends - before >= 100, "each PING is answered");
      assertEquals(32 * 8_176, pair.b.available());
    }
  }

  /** Section 4: the last control credit is kept for the CREDIT that gives the peer's back. */
  @Test
  @Rules("SES-2")
  void controlFramesStopBeforeTheirLastCredit() {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.fabric.manual = true;
      int before = pair.fabric.a.sends;
      for (int i = 0; i < 20; i++) {
        pair.sessionA().sender().ask(SendPath.PING);
      }
      assertEquals(SessionSettings.DEFAULTS.controlReceives() - 1, pair.fabric.a.sends - before);
    }
  }

  /** SES-1: the buffer of a control frame is there for the next one, whatever the application does. */
  @Test
  @Rules("SES-1")
  void consumedControlFramesArePostedAgainAtOnce() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      pair.a.tryWrite(new byte[30_000], 0, 30_000);
      pair.settle();
      int posted = pair.fabric.b.posted();
      for (int i = 0; i < 20; i++) {
        pair.sessionA().sender().ask(SendPath.PING);
        pair.settle();
        assertEquals(posted, pair.fabric.b.posted());
      }
      assertTrue(pair.fabric.a.memory.count() == 2, "one region to send from, one to receive in");
    }
  }

  /** SES-7: neither what the provider carries nor what the peer has posted is exceeded. */
  @Test
  @Rules("SES-7")
  void noMessageIsLongerThanTheProviderCarriesOrThePeerTakes() throws IOException {
    FakeFabric.Limits little = new FakeFabric.Limits(700, 0, 64, true);
    for (FakeFabric fabric : List.of(new FakeFabric(FakeFabric.Limits.WIDE, little),
        new FakeFabric(little, FakeFabric.Limits.WIDE))) {
      try (Pair pair = new Pair(fabric, SessionSettings.DEFAULTS).connect()) {
        assertTrue(pair.a.tryWrite(new byte[100_000], 0, 100_000) > 0);
        assertTrue(pair.b.tryWrite(new byte[100_000], 0, 100_000) > 0);
        assertEquals(700, fabric.a.greatest);
        assertEquals(700, fabric.b.greatest);
      }
    }
  }

  @Test
  @Rules("SES-2")
  void bothEndsMayFillEachOtherWithoutReading() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      byte[] block = new byte[1 << 20];
      long forth = 0;
      long back = 0;
      for (int i = 0; i < 1_000; i++) {
        forth += pair.a.tryWrite(block, 0, block.length);
        back += pair.b.tryWrite(block, 0, block.length);
        pair.settle();
      }
      assertEquals(32 * 8_176, forth);
      assertEquals(32 * 8_176, back);
      assertEquals(forth, Pair.drain(pair.b));
    }
  }

  /** The fabric checks that the frame that was promised comes next (ADR 165). */
  @Test
  @Rules("SES-3")
  void aLongWriteWakesAPeerThatSleepsOnceFor64KiBAndWithItsLastFrame() throws IOException {
    for (FakeFabric.Limits limits : List.of(FakeFabric.Limits.WIDE, FakeFabric.Limits.STAGED)) {
      try (Pair pair = Pair.byHand(limits)) {
        int before = pair.fabric.a.sends;
        int length = (limits == FakeFabric.Limits.WIDE ? 20 : 12) * 8_176;
        assertEquals(length, pair.a.tryWrite(new byte[length], 0, length));
        assertEquals(before + length / 8_176, pair.fabric.a.sends);
        int wakes = limits == FakeFabric.Limits.WIDE ? 3 : 2;
        assertEquals(length / 8_176 - wakes, pair.fabric.a.followedSends);
      }
    }
  }

  @Test
  @Rules("SES-3")
  void smallWritesAreJoinedWhileHalfTheReceivesAreUsedAndLoneOnesGoAtOnce() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      byte[] eight = {1, 2, 3, 4, 5, 6, 7, 8};
      int before = pair.fabric.a.sends;
      pair.a.tryWrite(eight, 0, 8);
      assertEquals(before + 1, pair.fabric.a.sends);
      long written = 8;
      while (pair.a.tryWrite(eight, 0, 8) > 0) {
        written += 8;
      }
      assertEquals(before + 32, pair.fabric.a.sends);
      assertEquals(17 * 8 + 15 * 8_176 + 8_176, written);
      assertEquals(17 * 8 + 15 * 8_176, Pair.drain(pair.b));
      pair.settle();
      assertEquals(8_176, Pair.drain(pair.b));
      assertEquals(before + 33, pair.fabric.a.sends);
    }
  }

  @Test
  @Rules("SES-3")
  void joinedWritesGoWithoutAnotherCallWhenThePeerHasReadWhatIsUnderWay() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      for (int i = 0; i < 20; i++) {
        assertEquals(1, pair.a.tryWrite(new byte[]{(byte) i}, 0, 1));
      }
      assertEquals(17, Pair.readAll(pair.b).length);
      pair.settle();
      assertArrayEquals(new byte[]{17, 18, 19}, Pair.readAll(pair.b));
    }
  }

  @Test
  void refusedSendIsTriedAgainByTheHousekeeper() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.fabric.a.refuseSends = 1;
      pair.a.shutdownOutput();
      pair.settle();
      assertEquals(0, pair.b.tryRead(new byte[1], 0, 1));
      pair.pass(1_000_000);
      assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
    }
  }

  @Test
  @Rules({"SES-3", "SES-7"})
  void readsExactlyWhatWasWrittenInPieces() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.NARROW)) {
      byte[] data = new byte[3_000];
      new Random(7).nextBytes(data);
      assertEquals(3_000, pair.a.tryWrite(data, 0, 3_000));
      pair.settle();
      byte[] read = new byte[3_000];
      int at = 0;
      for (int size = 1; at < 3_000; size++) {
        at += pair.b.tryRead(read, at, Math.min(size, 3_000 - at));
      }
      assertArrayEquals(data, read);
      assertEquals(0, pair.b.available());
    }
  }
}
