package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;

/** The connecting side, event by event. */
class ConnectTest {

  private static final byte[] NOTHING = {};

  @Test
  void goesThroughAllStepsInOrder() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      assertEquals(
          List.of("createId", "resolveAddress", "createQueuePair", "resolveRoute", "connect"),
          bench.cm.calls);
      assertEquals(new InetSocketAddress(Bench.ADDRESS, 99), queuePair.local());
      queuePair.close();
      assertEquals(0, bench.cm.ids.size());
    }
  }

  /** ACC-3: what was posted first is with the device before the peer hears of the connection. */
  @Rules("ACC-3")
  @Test
  void postsReceivesOnceThereIsAQueuePair() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.queuePair();
      MemoryRegion region = queuePair.allocate(512);
      for (int i = 0; i < 3; i++) {
        assertEquals(AdapterError.OK, queuePair.postReceive(i, region, 0, 512));
      }
      assertTrue(bench.verbs.receives.isEmpty());
      queuePair.connect(Bench.HERE, Bench.PEER);
      bench.cm.event(0, bench.cm.lastId(), 0, 0, NOTHING);
      bench.run();
      assertEquals(3, bench.verbs.receives.size());
      assertFalse(bench.cm.calls.contains("connect"));
    }
  }

  /** Bad input: events in an order that cannot be, and of kinds that are not known. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 9, 12, 13, 14, 15, 16, 77, -1})
  void doesNotGoOnWithAnEventThatItDoesNotExpect(int type) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.queuePair();
      queuePair.connect(Bench.HERE, Bench.PEER);
      long id = bench.cm.lastId();
      bench.cm.event(type, id, id, 0, NOTHING);
      bench.run();
      assertNull(bench.events.next());
      assertFalse(bench.cm.calls.contains("createQueuePair"));
      assertFalse(bench.cm.calls.contains("connect"));
      // It goes on where it was.
      bench.cm.event(0, id, 0, 0, NOTHING);
      bench.run();
      assertTrue(bench.cm.calls.contains("resolveRoute"));
    }
  }

  /** A step that is told twice is taken once. */
  @Test
  void takesNoStepTwice() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      for (int type : new int[]{0, 2, 9, 9, 15}) {
        bench.cm.event(type, bench.cm.lastId(), 0, 0, NOTHING);
        bench.run();
      }
      assertNull(bench.events.next());
      assertEquals(1, bench.cm.calls.stream().filter("connect"::equals).count());
      assertEquals(1, bench.cm.calls.stream().filter("createQueuePair"::equals).count());
      queuePair.close();
    }
  }

  /** Bad input: what cannot be told of a connection that stands does not end it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 5, 9, 12, 13, 14, 15, 16, 77, -1})
  void staysConnectedWhateverElseTheManagerTells(int type) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      long id = bench.cm.lastId();
      bench.cm.calls.clear();
      bench.cm.event(type, id, id, 0, Bench.padded(Greeting.Status.REFUSED, 148));
      bench.run();
      assertNull(bench.events.next());
      assertEquals(List.of(), bench.cm.calls);
      assertEquals(AdapterError.OK, bench.send(queuePair, 1, new byte[1]));
    }
  }

  /** CLO-2: any end that the manager tells is one end, and nothing that it tells later is another. */
  @Rules("CLO-2")
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 7, 8, 10})
  void endsAConnectionOnceAndHearsOfNothingThen(int type) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      long id = bench.cm.lastId();
      bench.cm.event(type, id, 0, -Errno.ETIMEDOUT, NOTHING);
      bench.run();
      assertEquals(queuePair, bench.events.expect("disconnected").subject());
      for (int other = -1; other < 17; other++) {
        if (other != 11) {
          bench.cm.event(other, id, id, 0, NOTHING);
        }
      }
      bench.run();
      assertNull(bench.events.next());
      assertEquals(1, bench.cm.calls.stream().filter("disconnect"::equals).count());
      queuePair.close();
      assertEquals(0, bench.cm.ids.size());
    }
  }

  /** An identifier that was destroyed has no events any more, whatever the manager says. */
  @Test
  void doesNotHearOfAnAttemptThatWasGivenUp() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connecting();
      long id = bench.cm.lastId();
      queuePair.disconnect();
      assertEquals(0, bench.cm.ids.size());
      bench.cm.event(9, id, 0, 0, Bench.padded(Greeting.Status.ACCEPTED, 196));
      bench.cm.event(8, id, 0, 28, NOTHING);
      bench.run();
      assertNull(bench.events.next());
    }
  }

  /** BLK-3: the attempt ends at once, and what was posted with it. */
  @Rules("BLK-3")
  @Test
  void flushesReceivesOfAnAttemptThatIsGivenUp() throws Exception {
    try (Bench bench = new Bench()) {
      for (int steps = 0; steps < 3; steps++) {
        VerbsQueuePair queuePair = bench.queuePair();
        MemoryRegion region = queuePair.allocate(64);
        queuePair.postReceive(7, region, 0, 64);
        if (steps > 0) {
          queuePair.connect(Bench.HERE, Bench.PEER);
        }
        if (steps > 1) {
          bench.cm.event(0, bench.cm.lastId(), 0, 0, NOTHING);
          bench.run();
        }
        queuePair.disconnect();
        queuePair.disconnect();
        assertEquals(new Bench.Done(7, AdapterError.FLUSHED, 0), bench.poll(queuePair));
        assertNull(bench.poll(queuePair));
        queuePair.deregister(region);
        queuePair.close();
      }
      assertEquals(0, bench.cm.ids.size());
    }
  }

  /** Bad input: acceptance by something that is no switch. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 15, 196, 255})
  void doesNotConnectToWhatIsNoSwitch(int length) throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connecting();
      byte[] data = new byte[length];
      java.util.Arrays.fill(data, (byte) 7);
      bench.cm.event(9, bench.cm.lastId(), 0, 0, data);
      bench.run();
      AdapterException cause =
          (AdapterException) bench.events.expect("connectFailed").detail();
      assertEquals(AdapterError.NOT_REACHED, cause.error());
      assertEquals(RouteReason.VERSION, cause.reason());
      assertEquals(0, bench.cm.ids.size());
      assertEquals(AdapterError.DISCONNECTED, bench.send(queuePair, 1, new byte[1]));
    }
  }

  @Test
  void failsOnceWhenTheManagerSaysSo() throws Exception {
    for (int type : new int[]{1, 3, 6, 7, 8, 10}) {
      try (Bench bench = new Bench()) {
        VerbsQueuePair queuePair = bench.connecting();
        long id = bench.cm.lastId();
        bench.cm.event(type, id, 0, type == 8 ? 8 : -Errno.ETIMEDOUT, NOTHING);
        bench.cm.event(10, id, 0, 0, NOTHING);
        bench.run();
        bench.events.expect("connectFailed");
        assertNull(bench.events.next());
        queuePair.close();
      }
    }
  }

  /** CON-3: an error of a call is told at once, and nothing is left behind. */
  @Rules("CON-3")
  @Test
  void tellsErrorsOfItsCalls() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cm.errors.put("resolveAddress", Errno.ENETUNREACH);
      VerbsQueuePair first = bench.queuePair();
      AdapterException unreachable =
          assertThrows(AdapterException.class, () -> first.connect(Bench.HERE, Bench.PEER));
      assertEquals(AdapterError.NOT_REACHED, unreachable.error());
      bench.cm.errors.clear();
      for (String each : new String[]{"createQueuePair", "resolveRoute", "connect"}) {
        bench.cm.errors.put(each, Errno.EINVAL);
        bench.connecting();
        bench.events.expect("connectFailed");
        assertNull(bench.events.next());
        bench.cm.errors.clear();
      }
      assertEquals(0, bench.cm.ids.size());
    }
  }

  /** The way leads through another device, which is another adapter's. */
  @Test
  void doesNotConnectThroughAnotherDevice() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.queuePair();
      queuePair.connect(Bench.HERE, Bench.PEER);
      Raw.putLong(bench.cm.lastId() + VerbsLayout.ID_VERBS, 4096);
      bench.cm.event(0, bench.cm.lastId(), 0, 0, NOTHING);
      bench.run();
      AdapterException cause =
          (AdapterException) bench.events.expect("connectFailed").detail();
      assertEquals(RouteReason.NOT_IN_SUBNET, cause.reason());
    }
  }

  /** CLO-1, CLO-9: the peer goes; the device flushes, and the manager is told that it may. */
  @Rules({"CLO-1", "CLO-9"})
  @Test
  void tellsOnceThatThePeerHasGone() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair queuePair = bench.connected();
      MemoryRegion region = queuePair.allocate(64);
      queuePair.postReceive(1, region, 0, 64);
      queuePair.postReceive(2, region, 0, 64);
      var first = bench.verbs.receives.remove();
      var second = bench.verbs.receives.remove();
      bench.cm.event(10, bench.cm.lastId(), 0, 0, NOTHING);
      bench.cm.event(10, bench.cm.lastId(), 0, 0, NOTHING);
      bench.run();
      bench.events.expect("disconnected");
      assertNull(bench.events.next());
      assertEquals(1, bench.cm.calls.stream().filter("disconnect"::equals).count());
      bench.complete(queuePair, first, 0, 33);
      bench.complete(queuePair, second, 5, 0);
      assertEquals(new Bench.Done(1, AdapterError.OK, 33), bench.poll(queuePair));
      assertEquals(new Bench.Done(2, AdapterError.DISCONNECTED, 0), bench.poll(queuePair));
      queuePair.close();
      assertEquals(0, bench.cm.ids.size());
    }
  }
}
