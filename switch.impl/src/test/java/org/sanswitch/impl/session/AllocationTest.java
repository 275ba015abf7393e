package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.Route;

/** Nothing is allocated per message in steady state, by either end. */
class AllocationTest {

  private static final int ROUNDS = 20_000;

  /** Room for what the JVM itself allocates now and then. */
  private static final long SLACK = ROUNDS / 10;

  /** One round. */
  private interface Round {
    void run() throws IOException;
  }

  private static long allocatedBy(Round round) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    for (int trial = 0; trial < 5 && least > SLACK; trial++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < ROUNDS; i++) {
        round.run();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    return least;
  }

  private static void assertAllocatesNothing(Round round) throws IOException {
    long bytes = allocatedBy(round);
    assertTrue(bytes <= SLACK, bytes + " bytes in " + ROUNDS + " rounds");
  }

  /** What two sessions do. */
  private interface Traffic {
    void run(SanStream a, SanStream b) throws IOException;
  }

  private static void withPair(int maxInject, Traffic test) throws IOException {
    withPair(new QuietFabric(maxInject), test);
  }

  private static void withPair(QuietFabric fabric, Traffic test) throws IOException {
    SessionTable table = new SessionTable(SessionSettings.DEFAULTS, () -> 0L);
    Pair.Outcome first = new Pair.Outcome();
    Pair.Outcome second = new Pair.Outcome();
    start(table, fabric.a, Sessions.Role.CONNECTING, first);
    start(table, fabric.b, Sessions.Role.ACCEPTING, second);
    fabric.b.wspGetOverlappedResult(fabric.b, null, 0);
    fabric.a.wspGetOverlappedResult(fabric.a, null, 0);
    test.run(first.stream, second.stream);
  }

  private static void start(
      SessionTable table, QuietFabric.End end, Sessions.Role role, Pair.Outcome outcome) {
    InetSocketAddress address = Pair.HERE;
    Pair.Counter counter = new Pair.Counter();
    table.start(
        end.socket, role, address, address, Route.san("quiet"), () -> counter, outcome);
  }

  @Test
  void pingPongAllocatesNothing() throws IOException {
    for (int maxInject : new int[]{65_536, 0}) {
      withPair(
          maxInject,
          (a, b) -> {
            byte[] bytes = new byte[16];
            assertAllocatesNothing(
                () -> {
                  assertEquals(16, a.tryWrite(bytes, 0, 16));
                  assertTrue(b.awaitReadable(Long.MAX_VALUE));
                  assertEquals(16, b.tryRead(bytes, 0, 16));
                  assertEquals(16, b.tryWrite(bytes, 0, 16));
                  assertEquals(16, a.tryRead(bytes, 0, 16));
                });
          });
    }
  }

  /** One way, so that bare CREDITs are sent; the joined frame too. */
  @Test
  void streamingAllocatesNothing() throws IOException {
    withPair(
        65_536,
        (a, b) -> {
          byte[] bytes = new byte[1_000];
          byte[] target = new byte[20_000];
          assertAllocatesNothing(
              () -> {
                for (int i = 0; i < 45; i++) {
                  a.tryWrite(bytes, 0, bytes.length);
                }
                for (int n = 1; n > 0;) {
                  n = b.tryRead(target, 0, target.length);
                }
              });
        });
  }

  /** Through staging at both ends, which is there before and after. */
  @Test
  void largeTransfersAllocateNothing() throws IOException {
    for (TransferWay way : new TransferWay[]{TransferWay.READ, TransferWay.WRITE}) {
      withPair(
          new QuietFabric(65_536, way),
          (a, b) -> {
            byte[] bytes = new byte[20_000];
            assertAllocatesNothing(
                () -> {
                  assertEquals(bytes.length, a.tryWrite(bytes, 0, bytes.length));
                  for (int at = 0; at < bytes.length;) {
                    at += b.tryRead(bytes, at, bytes.length - at);
                    a.isWritable();
                  }
                });
          });
    }
  }

  @Test
  void buffersAllocateNothing() throws IOException {
    withPair(
        65_536,
        (a, b) -> {
          ByteBuffer source = ByteBuffer.allocateDirect(1_000);
          ByteBuffer target = ByteBuffer.allocateDirect(1_000);
          ByteBuffer heap = ByteBuffer.allocate(1_000);
          assertAllocatesNothing(
              () -> {
                assertEquals(1_000, a.tryWrite(source.clear()));
                assertEquals(1_000, b.tryRead(target.clear()));
                assertEquals(1_000, a.tryWrite(heap.clear()));
                assertEquals(1_000, b.tryRead(heap.clear()));
              });
        });
  }
}
