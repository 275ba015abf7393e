package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.rules.Rules;

/** The listening side, event by event. */
class ListenTest {

  private static final InetSocketAddress AT = new InetSocketAddress(Bench.ADDRESS, 80);
  private static final byte[] OURS = Bench.padded(Greeting.Status.REQUEST, 56);

  private static ConnectionRequest request(Bench bench, long listener) {
    bench.cm.request(listener, AT, Bench.PEER, OURS);
    bench.run();
    return (ConnectionRequest) bench.events.expect("requested").subject();
  }

  private static Greeting.Status answer(Bench bench) {
    return Greeting.decode(bench.cm.rejections.removeLast()).status();
  }

  /** ACC-1. */
  @Rules("ACC-1")
  @Test
  void tellsThePeerOnlyWhenTheRequestIsAccepted() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      ConnectionRequest request = request(bench, bench.cm.lastId());
      assertEquals(AT, request.local());
      assertEquals(Bench.PEER, request.remote());
      assertTrue(!bench.cm.calls.contains("accept"));
      VerbsQueuePair queuePair = bench.queuePair();
      request.accept(queuePair);
      assertTrue(bench.cm.calls.contains("accept"));
      assertEquals(AT, queuePair.local());
      assertEquals(AdapterError.OK, bench.send(queuePair, 1, new byte[8]));
      request.reject(AdapterError.REFUSED);
      assertTrue(bench.cm.rejections.isEmpty());
      assertThrows(AdapterException.class, () -> request.accept(bench.queuePair()));
    }
  }

  @Rules("ACC-1")
  @Test
  void tellsThePeerWhyItIsRejected() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      long listener = bench.cm.lastId();
      for (AdapterError error : new AdapterError[]{AdapterError.REFUSED,
          AdapterError.BACKLOG_FULL, AdapterError.NO_RESOURCES}) {
        request(bench, listener).reject(error);
        assertEquals(Greeting.Status.ofRejection(error), answer(bench));
      }
      assertEquals(1, bench.cm.ids.size());
    }
  }

  /** LIS-2: refused at once, and nobody is told. */
  @Rules("LIS-2")
  @Test
  void refusesBeyondTheBacklog() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 1);
      long listener = bench.cm.lastId();
      ConnectionRequest first = request(bench, listener);
      bench.cm.request(listener, AT, Bench.PEER, OURS);
      bench.run();
      assertNull(bench.events.next());
      assertEquals(Greeting.Status.BACKLOG_FULL, answer(bench));
      first.reject(AdapterError.REFUSED);
      request(bench, listener);
    }
  }

  /** Bad input: requests of other programs. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 56})
  void dropsRequestsThatAreNotOurs(int length) throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      byte[] data = new byte[length];
      java.util.Arrays.fill(data, (byte) 'x');
      bench.cm.request(bench.cm.lastId(), AT, Bench.PEER, data);
      bench.run();
      assertNull(bench.events.next());
      assertEquals(Greeting.Status.VERSION_UNKNOWN, answer(bench));
      assertEquals(1, bench.cm.ids.size());
    }
  }

  /** Bad input: an answer in the place of a request, and a peer without an address. */
  @Test
  void dropsRequestsThatMakeNoSense() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      long listener = bench.cm.lastId();
      bench.cm.request(listener, AT, Bench.PEER, Bench.padded(Greeting.Status.ACCEPTED, 56));
      long id = bench.cm.request(listener, AT, Bench.PEER, OURS);
      Raw.putByte(id + VerbsLayout.ID_DESTINATION, 99);
      bench.run();
      assertNull(bench.events.next());
      assertEquals(1, bench.cm.ids.size());
    }
  }

  /** A request for a listener that has gone: its identifier would be lost. */
  @Test
  void dropsARequestThatNoListenerExpects() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cm.request(4096, AT, Bench.PEER, OURS);
      bench.run();
      assertNull(bench.events.next());
      assertEquals(Greeting.Status.GONE, answer(bench));
      assertEquals(0, bench.cm.ids.size());
    }
  }

  /** Bad input: a listener has requests, and nothing else. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 77, -1})
  void listensOnWhateverElseTheManagerTells(int type) throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      long listener = bench.cm.lastId();
      bench.cm.event(type, listener, listener, -Errno.ETIMEDOUT, OURS);
      bench.run();
      assertNull(bench.events.next());
      request(bench, listener).accept(bench.queuePair());
    }
  }

  /** Bad input: events of a connection before there is one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 9, 12, 13, 14, 15, 16, 77, -1})
  void doesNotTakeARequestForAConnection(int type) throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      ConnectionRequest request = request(bench, bench.cm.lastId());
      bench.cm.event(type, bench.cm.lastId(), 0, 0, Bench.padded(Greeting.Status.ACCEPTED, 196));
      bench.run();
      assertNull(bench.events.next());
      assertTrue(!bench.cm.calls.contains("accept"));
      VerbsQueuePair queuePair = bench.queuePair();
      request.accept(queuePair);
      assertEquals(AdapterError.OK, bench.send(queuePair, 1, new byte[8]));
    }
  }

  /** A peer asks while its listener is closed: it is told, once, and nothing is used that has gone. */
  @Test
  void tellsAPeerOnceThatAsksAListenerThatIsClosed() throws Exception {
    try (Bench bench = new Bench()) {
      AdapterListener listener = bench.adapter.listen(AT, 2);
      long listening = bench.cm.lastId();
      ConnectionRequest first = request(bench, listening);
      bench.cm.request(listening, AT, Bench.PEER, OURS);
      listener.close();
      bench.run();
      first.reject(AdapterError.REFUSED);
      assertEquals(2, bench.cm.rejections.size());
      assertEquals(Greeting.Status.GONE, answer(bench));
      assertEquals(Greeting.Status.GONE, answer(bench));
      assertNull(bench.events.next());
      assertEquals(0, bench.cm.ids.size());
    }
  }

  /** BLK-3: whatever tells that the peer has given up. */
  @Rules("BLK-3")
  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8, 10})
  void withdrawsARequestOnce(int type) throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      ConnectionRequest request = request(bench, bench.cm.lastId());
      long id = bench.cm.lastId();
      bench.cm.event(type, id, 0, 0, new byte[0]);
      bench.cm.event(type, id, 0, 0, new byte[0]);
      bench.run();
      assertEquals(request, bench.events.expect("withdrawn").subject());
      assertNull(bench.events.next());
      AdapterException gone =
          assertThrows(AdapterException.class, () -> request.accept(bench.queuePair()));
      assertEquals(AdapterError.DISCONNECTED, gone.error());
      assertEquals(1, bench.cm.ids.size());
    }
  }

  /** BLK-3: the kernel tells nothing of a peer that gives up before it is accepted. */
  @Rules("BLK-3")
  @Test
  void noticesThatAPeerHasGivenUp() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      long listener = bench.cm.lastId();
      ConnectionRequest gone = request(bench, listener);
      bench.cm.deserted.add(bench.cm.lastId());
      ConnectionRequest there = request(bench, listener);
      for (long end = System.nanoTime() + 20_000_000_000L; bench.cm.ids.size() == 3
          && System.nanoTime() < end;) {
        bench.adapter.processEvents(1_000_000);
      }
      assertEquals(gone, bench.events.expect("withdrawn").subject());
      assertNull(bench.events.next());
      there.accept(bench.queuePair());
    }
  }

  /** BLK-3: who accepts sooner than that is told the same. */
  @Rules("BLK-3")
  @Test
  void doesNotAcceptAPeerThatHasGone() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      ConnectionRequest request = request(bench, bench.cm.lastId());
      bench.cm.deserted.add(bench.cm.lastId());
      bench.cm.errors.put("createQueuePair", Errno.EINVAL);
      AdapterException gone =
          assertThrows(AdapterException.class, () -> request.accept(bench.queuePair()));
      assertEquals(AdapterError.DISCONNECTED, gone.error());
    }
  }

  @Test
  void endsAQueuePairWhosePeerGivesUpWhileItIsAccepted() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(AT, 2);
      ConnectionRequest request = request(bench, bench.cm.lastId());
      long id = bench.cm.lastId();
      VerbsQueuePair queuePair = bench.queuePair();
      request.accept(queuePair);
      bench.cm.event(7, id, 0, -Errno.ETIMEDOUT, new byte[0]);
      bench.run();
      assertEquals(queuePair, bench.events.expect("disconnected").subject());
    }
  }

  @Test
  void leavesNothingOfARequestThatCannotBeAccepted() throws Exception {
    for (String each : new String[]{"accept", "createQueuePair"}) {
      try (Bench bench = new Bench()) {
        bench.adapter.listen(AT, 2);
        ConnectionRequest request = request(bench, bench.cm.lastId());
        bench.cm.errors.put(each, Errno.EINVAL);
        VerbsQueuePair queuePair = bench.queuePair();
        assertThrows(AdapterException.class, () -> request.accept(queuePair));
        assertEquals(1, bench.cm.ids.size());
        queuePair.close();
      }
    }
  }

  /** CON-3: not a final error, since the TCP/IP listener may stay. */
  @Rules("CON-3")
  @Test
  void tellsWaitingPeersThatTheListenerHasGone() throws Exception {
    try (Bench bench = new Bench()) {
      AdapterListener listener = bench.adapter.listen(AT, 2);
      request(bench, bench.cm.lastId());
      listener.close();
      listener.close();
      assertEquals(Greeting.Status.GONE, answer(bench));
      assertEquals(AdapterError.NOT_REACHED, Greeting.Status.GONE.error());
      assertEquals(0, bench.cm.ids.size());
    }
  }

  /** INI-6: a listener on the wildcard is at all addresses of the device, and at no other's. */
  @Rules("INI-6")
  @Test
  void followsTheAddressesOfTheDevice() throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.listen(new InetSocketAddress("0.0.0.0", 80), 2);
      assertEquals(1, bench.cm.ids.size());
      bench.addresses = List.of(Bench.ADDRESS, InetAddress.ofLiteral("2001:db8::1"));
      bench.verbs.asyncEvent(bench.ownContext(), 18);
      bench.run();
      bench.events.expect("addressesChanged");
      assertEquals(2, bench.cm.ids.size());
      assertEquals(2, bench.adapter.addresses().size());
      bench.addresses = List.of();
      bench.verbs.asyncEvent(bench.ownContext(), 10);
      bench.run();
      bench.events.expect("addressesChanged");
      assertEquals(0, bench.cm.ids.size());
    }
  }

  @Test
  void tellsWhereItCannotListen() throws Exception {
    try (Bench bench = new Bench()) {
      AdapterException foreign =
          assertThrows(AdapterException.class,
              () -> bench.adapter.listen(new InetSocketAddress("192.0.2.9", 80), 1));
      assertEquals(AdapterError.ADDRESS_NOT_AVAILABLE, foreign.error());
      bench.cm.errors.put("bindAddress", Errno.EADDRINUSE);
      AdapterException taken =
          assertThrows(AdapterException.class, () -> bench.adapter.listen(AT, 1));
      assertEquals(AdapterError.ADDRESS_IN_USE, taken.error());
      assertEquals(0, bench.cm.ids.size());
    }
  }
}
