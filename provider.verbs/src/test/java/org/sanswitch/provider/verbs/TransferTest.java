package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.hal.QueuePair.RemoteRegion;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;

/** Requests and completions, one by one. */
class TransferTest {

  /** With each status of a completion that is no success, and some that do not exist. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      77, -1})
  private @interface EveryFailure {}

  private static final int LARGE = 4096;

  @Test
  void putsSmallMessagesIntoTheRequest() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(LARGE);
      assertEquals(AdapterError.OK, bench.send(queuePair, 1, new byte[64]));
      RecordedVerbs.Posted small = bench.verbs.sends.remove();
      assertEquals(VerbsLayout.OPCODE_SEND, small.opcode());
      assertTrue((small.flags() & VerbsLayout.FLAG_INLINE) != 0);
      assertEquals(AdapterError.INVALID, bench.send(queuePair, 2, new byte[65]));
      assertEquals(AdapterError.OK, bench.send(queuePair, 3, region, LARGE));
      RecordedVerbs.Posted large = bench.verbs.sends.remove();
      assertEquals(VerbsLayout.FLAG_SIGNALED, large.flags());
      assertEquals(((VerbsRegion) region).localKey(), large.key());
      assertEquals(AdapterError.OK, bench.send(queuePair, 4, new byte[0]));
      assertEquals(0, bench.verbs.sends.remove().pieces());
    }
  }

  /** CMP-3: what has not asked is told complete with what has, once and in order. */
  @Rules("CMP-3")
  @Test
  void tellsSilentSendsCompleteWithALaterOne() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      for (int i = 0; i < 5; i++) {
        bench.send(queuePair, i, new byte[i + 1]);
        assertEquals(0, bench.verbs.sends.remove().flags() & VerbsLayout.FLAG_SIGNALED);
      }
      assertNull(bench.poll(queuePair));
      bench.send(queuePair, 5, queuePair.allocate(LARGE), LARGE);
      bench.complete(queuePair, bench.verbs.sends.remove(), 0, 0);
      for (int i = 0; i < 5; i++) {
        assertEquals(new Bench.Done(i, AdapterError.OK, i + 1), bench.poll(queuePair));
      }
      assertEquals(new Bench.Done(5, AdapterError.OK, LARGE), bench.poll(queuePair));
      assertNull(bench.poll(queuePair));
    }
  }

  /** CMP-3: nobody waits for ever for a send that has not asked. */
  @Rules("CMP-3")
  @Test
  void asksForSilentSendsBeforeSomebodySleeps() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      bench.send(queuePair, 1, new byte[3]);
      bench.verbs.sends.clear();
      assertTrue(queuePair.completions().arm());
      RecordedVerbs.Posted marker = bench.verbs.sends.remove();
      assertEquals(VerbsLayout.OPCODE_WRITE, marker.opcode());
      assertEquals(0, marker.pieces());
      bench.send(queuePair, 2, new byte[4]);
      RecordedVerbs.Posted next = bench.verbs.sends.remove();
      assertTrue((next.flags() & VerbsLayout.FLAG_SIGNALED) != 0, "while it is armed");
      bench.complete(queuePair, marker, 0, 0);
      bench.run();
      bench.events.expect("completionsReady");
      assertEquals(new Bench.Done(1, AdapterError.OK, 3), bench.poll(queuePair));
      assertNull(bench.poll(queuePair));
      bench.complete(queuePair, next, 0, 0);
      assertEquals(new Bench.Done(2, AdapterError.OK, 4), bench.poll(queuePair));
    }
  }

  @Test
  void asksForSilentSendsWhenSomebodyPollsAndPolls() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      bench.send(queuePair, 1, new byte[3]);
      bench.verbs.sends.clear();
      for (int i = 0; i < 1000 && bench.verbs.sends.isEmpty(); i++) {
        assertNull(bench.poll(queuePair));
      }
      bench.complete(queuePair, bench.verbs.sends.remove(), 0, 0);
      assertEquals(new Bench.Done(1, AdapterError.OK, 3), bench.poll(queuePair));
    }
  }

  /** CMP-3: a queue is as long as it says, and free again when completions are polled. */
  @Rules("CMP-3")
  @Test
  void refusesMoreThanFitsUntilCompletionsArePolled() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      int room = bench.adapter.info().maxSends();
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < room; i++) {
          assertEquals(AdapterError.OK, bench.send(queuePair, i, new byte[1]));
        }
        assertEquals(AdapterError.NO_RESOURCES, bench.send(queuePair, 0, new byte[1]));
        bench.complete(queuePair, bench.verbs.sends.removeLast(), 0, 0);
        bench.verbs.sends.clear();
        for (int i = 0; i < room; i++) {
          assertEquals(i, bench.poll(queuePair).id());
        }
      }
    }
  }

  @Test
  void postsNothingThatTheDeviceRefuses() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(LARGE);
      bench.verbs.errors.put("postSend", Errno.ENOMEM);
      bench.verbs.errors.put("postReceive", Errno.ENOMEM);
      assertEquals(AdapterError.NO_RESOURCES, bench.send(queuePair, 1, region, LARGE));
      assertEquals(AdapterError.NO_RESOURCES, queuePair.postReceive(1, region, 0, 8));
      queuePair.deregister(region);
      assertNull(bench.poll(queuePair));
    }
  }

  /** Each status of a completion: the session ends with a reason, once, and everything completes. */
  @EveryFailure
  void endsTheConnectionWithAnyError(int status) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(LARGE);
      queuePair.postReceive(9, region, 0, LARGE);
      bench.send(queuePair, 1, region, LARGE);
      bench.complete(queuePair, bench.verbs.sends.remove(), status, 0);
      AdapterError expected =
          ErrorTables.ofCompletion(status, false, AdapterError.DISCONNECTED);
      assertEquals(new Bench.Done(1, expected, 0), bench.poll(queuePair));
      bench.run();
      bench.events.expect("disconnected");
      assertTrue(bench.cm.calls.contains("disconnect"));
      bench.complete(queuePair, bench.verbs.receives.remove(), 5, 0);
      assertEquals(new Bench.Done(9, AdapterError.DISCONNECTED, 0), bench.poll(queuePair));
      assertEquals(AdapterError.DISCONNECTED, bench.send(queuePair, 2, new byte[1]));
      assertEquals(AdapterError.DISCONNECTED, queuePair.postReceive(3, region, 0, 1));
      queuePair.deregister(region);
      bench.run();
      assertNull(bench.events.next());
    }
  }

  /** The same for a receive. */
  @EveryFailure
  void endsTheConnectionWithAnyErrorOfAReceive(int status) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(LARGE);
      queuePair.postReceive(8, region, 0, LARGE);
      queuePair.postReceive(9, region, 0, LARGE);
      // Of a receive that has failed the length says nothing.
      bench.complete(queuePair, bench.verbs.receives.remove(), status, LARGE);
      AdapterError expected =
          ErrorTables.ofCompletion(status, true, AdapterError.DISCONNECTED);
      assertEquals(new Bench.Done(8, expected, 0), bench.poll(queuePair));
      bench.run();
      bench.events.expect("disconnected");
      bench.complete(queuePair, bench.verbs.receives.remove(), 5, 0);
      assertEquals(new Bench.Done(9, AdapterError.DISCONNECTED, 0), bench.poll(queuePair));
      queuePair.deregister(region);
      bench.run();
      assertNull(bench.events.next());
    }
  }

  /** The same for an RDMA read: what a peer offers and the device cannot reach is told as that. */
  @EveryFailure
  void endsTheConnectionWithAnyErrorOfARead(int status) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(LARGE);
      byte[] remote = new RemoteDescriptor(1 << 20, LARGE, 7).encode();
      assertEquals(AdapterError.OK,
          queuePair.postRead(1, bench.piece(region, LARGE), remote, 0));
      bench.complete(queuePair, bench.verbs.sends.remove(), status, LARGE);
      Bench.Done done = bench.poll(queuePair);
      assertEquals(1, done.id());
      assertEquals(status == 10 || status == 15, done.error() == AdapterError.REMOTE_ACCESS);
      assertEquals(0, done.bytes());
      queuePair.deregister(region);
      bench.run();
      bench.events.expect("disconnected");
      assertNull(bench.events.next());
    }
  }

  /** The same for the empty write that asks for sends, which have no completion of their own then. */
  @EveryFailure
  void endsTheConnectionWithAnyErrorOfAnEmptyWrite(int status) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      bench.send(queuePair, 1, new byte[3]);
      bench.verbs.sends.clear();
      assertTrue(queuePair.completions().arm());
      bench.complete(queuePair, bench.verbs.sends.remove(), status, 0);
      bench.run();
      bench.events.expect("disconnected");
      assertNull(bench.poll(queuePair));
      queuePair.disconnect();
      queuePair.close();
      assertEquals(new Bench.Done(1, AdapterError.DISCONNECTED, 0), bench.poll(queuePair));
      bench.run();
      assertNull(bench.events.next());
    }
  }

  /** CMP-3: a receive queue is as long as it says, and free again when completions are polled. */
  @Rules("CMP-3")
  @Test
  void refusesMoreReceivesThanFit() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(8);
      int room = bench.adapter.info().maxReceives();
      for (int i = 0; i < room; i++) {
        assertEquals(AdapterError.OK, queuePair.postReceive(i, region, 0, 8));
      }
      assertEquals(AdapterError.NO_RESOURCES, queuePair.postReceive(0, region, 0, 8));
      assertEquals(room, bench.verbs.receives.size());
      bench.complete(queuePair, bench.verbs.receives.remove(), 0, 8);
      assertEquals(AdapterError.NO_RESOURCES, queuePair.postReceive(0, region, 0, 8));
      assertEquals(new Bench.Done(0, AdapterError.OK, 8), bench.poll(queuePair));
      assertEquals(AdapterError.OK, queuePair.postReceive(0, region, 0, 8));
    }
  }

  /** ACC-3: too long for its receive. */
  @Rules("ACC-3")
  @Test
  void tellsAMessageThatIsTooLong() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      queuePair.postReceive(9, queuePair.allocate(8), 0, 8);
      bench.complete(queuePair, bench.verbs.receives.remove(), 1, 0);
      assertEquals(new Bench.Done(9, AdapterError.MESSAGE_SIZE, 0), bench.poll(queuePair));
    }
  }

  /** A device that completes what was never posted, or a thing twice, completes nothing. */
  @Test
  void ignoresCompletionsOfNothing() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      bench.send(queuePair, 1, queuePair.allocate(LARGE), LARGE);
      RecordedVerbs.Posted posted = bench.verbs.sends.remove();
      for (long id : new long[]{posted.id() + 4, posted.id() + 3, -1, Long.MIN_VALUE,
          posted.id() + 1}) {
        bench.complete(queuePair, new RecordedVerbs.Posted(id, 0, 0, 0, 0, 0), 0, 4);
      }
      assertNull(bench.poll(queuePair));
      bench.complete(queuePair, posted, 0, 0);
      bench.complete(queuePair, posted, 0, 0);
      assertEquals(new Bench.Done(1, AdapterError.OK, LARGE), bench.poll(queuePair));
      assertNull(bench.poll(queuePair));
    }
  }

  /** CLO-2. */
  @Rules("CLO-2")
  @Test
  void tellsItsOwnDisconnectFromThePeers() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      queuePair.postReceive(9, queuePair.allocate(8), 0, 8);
      queuePair.disconnect();
      queuePair.disconnect();
      bench.complete(queuePair, bench.verbs.receives.remove(), 5, 0);
      assertEquals(new Bench.Done(9, AdapterError.FLUSHED, 0), bench.poll(queuePair));
      bench.run();
      assertNull(bench.events.next());
    }
  }

  /** MEM-2: bounds that the descriptor gives itself; the device checks the real ones. */
  @Rules("MEM-2")
  @Test
  void doesNotGoBeyondADescriptor() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(LARGE);
      byte[] remote = new RemoteDescriptor(1 << 20, LARGE, 7).encode();
      for (long offset : new long[]{1, LARGE, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertEquals(AdapterError.REMOTE_ACCESS,
            queuePair.postWrite(1, bench.piece(region, LARGE), remote, offset));
        assertEquals(AdapterError.REMOTE_ACCESS,
            queuePair.postRead(1, bench.piece(region, LARGE), remote, offset));
      }
      assertEquals(AdapterError.REMOTE_ACCESS,
          queuePair.postWrite(1, bench.piece(region, 1), new byte[3], 0));
      assertTrue(bench.verbs.sends.isEmpty());
      assertEquals(AdapterError.OK,
          queuePair.postRead(1, bench.piece(region, LARGE - 16), remote, 16));
      RecordedVerbs.Posted read = bench.verbs.sends.remove();
      assertEquals(VerbsLayout.OPCODE_READ, read.opcode());
      assertEquals((1 << 20) + 16, read.remoteAddress());
    }
  }

  /** MEM-1, MEM-2: no more than was asked for. */
  @Rules({"MEM-1", "MEM-2"})
  @Test
  void givesTheDeviceNoMoreAccessThanIsAskedFor() throws Exception {
    try (Bench bench = new Bench(); Arena arena = Arena.ofShared()) {
      VerbsQueuePair queuePair = bench.queuePair();
      MemorySegment memory = arena.allocate(64);
      assertAccess(bench, queuePair, memory, EnumSet.of(Access.LOCAL_READ), 0);
      assertAccess(bench, queuePair, memory, EnumSet.of(Access.LOCAL_WRITE), 1);
      assertAccess(bench, queuePair, memory, EnumSet.of(Access.REMOTE_READ), 4);
      assertAccess(bench, queuePair, memory, EnumSet.of(Access.REMOTE_WRITE), 3);
      AdapterException heap =
          assertThrows(AdapterException.class,
              () -> queuePair.register(MemorySegment.ofArray(new byte[8]),
                  Set.of(Access.LOCAL_READ)));
      assertEquals(AdapterError.INVALID, heap.error());
      MemoryRegion readOnly = queuePair.register(memory, Set.of(Access.LOCAL_READ));
      assertEquals(AdapterError.INVALID, queuePair.postReceive(1, readOnly, 0, 8));
    }
  }

  private static void assertAccess(
      Bench bench, VerbsQueuePair queuePair, MemorySegment memory, Set<Access> asked, int flags)
      throws Exception {
    MemoryRegion region = queuePair.register(memory, asked);
    assertEquals(flags, bench.verbs.access.removeLast(), asked.toString());
    assertEquals(flags > 1, region instanceof RemoteRegion);
    queuePair.deregister(region);
  }

  /** MEM-1: keys of one connection are worth nothing over another. */
  @Rules("MEM-1")
  @Test
  void givesEachQueuePairAProtectionDomain() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair first = bench.queuePair();
      VerbsQueuePair second = bench.queuePair();
      assertEquals(2, bench.verbs.domains);
      MemoryRegion region = first.allocate(64);
      assertEquals(AdapterError.INVALID, second.postReceive(1, region, 0, 8));
      assertThrows(AdapterException.class, () -> second.deregister(region));
      first.close();
      second.close();
      assertEquals(0, bench.verbs.domains);
    }
  }

  /** MEM-3. */
  @Rules("MEM-3")
  @Test
  void keepsMemoryThatIsInUse() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(LARGE);
      bench.send(queuePair, 1, region, LARGE);
      AdapterException used =
          assertThrows(AdapterException.class, () -> queuePair.deregister(region));
      assertEquals(AdapterError.INVALID, used.error());
      bench.complete(queuePair, bench.verbs.sends.remove(), 0, 0);
      bench.poll(queuePair);
      queuePair.deregister(region);
      assertThrows(AdapterException.class, () -> queuePair.deregister(region));
      assertEquals(AdapterError.INVALID, bench.send(queuePair, 2, region, 8));
    }
  }

  @Test
  void tellsWhatToDoWhenMemoryCannotBeRegistered() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.queuePair();
      bench.verbs.errors.put("register", Errno.ENOMEM);
      AdapterException full =
          assertThrows(AdapterException.class, () -> queuePair.allocate(1 << 16));
      assertEquals(AdapterError.NO_RESOURCES, full.error());
      assertEquals(RouteReason.LOCKED_MEMORY, full.reason());
      assertTrue(full.getMessage().startsWith("cannot register 65536 bytes"), full.getMessage());
    }
  }

  /** CLO-8: everything goes back to the device, in an order that it takes. */
  @Rules("CLO-8")
  @Test
  void leavesNothingWithTheDevice() throws Exception {
    Bench bench = new Bench();
    int before = bench.verbs.held();
    VerbsQueuePair queuePair = bench.connected();
    queuePair.allocate(LARGE);
    bench.send(queuePair, 1, new byte[1]);
    queuePair.completions().arm();
    queuePair.completions().await(1);
    queuePair.close();
    queuePair.close();
    assertEquals(before, bench.verbs.held());
    VerbsQueuePair left = bench.connected();
    bench.close();
    bench.close();
    left.close();
    bench.verbs.freeContext(bench.cm.context);
    assertEquals(0, bench.verbs.held());
    assertEquals(0, bench.cm.memory.count());
  }
}
