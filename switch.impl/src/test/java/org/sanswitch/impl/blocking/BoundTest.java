package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/**
 * A provider that never answers holds nothing up for longer than the configured bound. The part of
 * BLK-7 that is about RDMA on the application's buffer is in {@link CancelledRdmaTest}.
 */
@Timeout(60)
class BoundTest {

  private static final int BOUND_MILLIS = 100;

  private static List<Downcall> closesOfSessions(Net net) {
    return net.provider.since(0, Downcall.CLOSE)
      .stream()
      .filter(call -> !call.listening() && hasSent(net, call.socket()))
      .toList();
  }

  private static boolean hasSent(Net net, int socket) {
    return net.provider.since(0, Downcall.SEND).stream().anyMatch(s -> s.socket() == socket);
  }

  /** The application's close returns; WSPCloseSocket follows when the bound is over. */
  @ParameterizedTest
  @EnumSource
  @Rules({"BLK-7", "CLO-7"})
  void aGracefulCloseWhoseSendsNeverCompleteBecomesAbortiveAtItsBound(Kind kind)
      throws Exception {
    try (Net net = Net.ofSwitch(Net.settings(Net.NEVER_MILLIS, BOUND_MILLIS), 20_000)) {
      Kind.Pair pair = kind.pair(net);
      net.provider.hold(Stall.SENDS, Stall.RECEIVES, Stall.ABORTS, Stall.HANDLES);
      pair.client().write(new byte[1_000]);
      pair.client().close();
      assertFalse(pair.client().isOpen());
      Bounded.await(() -> !closesOfSessions(net).isEmpty(), "WSPCloseSocket");
      assertEquals(1, closesOfSessions(net).size());
    }
  }

  /** CLO-7: what waits in the switch is sent first, and only then comes WSPCloseSocket. */
  @ParameterizedTest
  @EnumSource
  @Rules("CLO-7")
  void aGracefulCloseDrainsBeforeTheProvidersAbortiveOne(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      net.provider.hold(Stall.SENDS, Stall.RECEIVES);
      pair.client().write(new byte[30_000]);
      pair.client().close();
      assertEquals(List.of(), closesOfSessions(net), "sends are under way");
      net.provider.release();
      byte[] block = new byte[8_192];
      int all = 0;
      for (int n = pair.server().read(block); n > 0; n = pair.server().read(block)) {
        all += n;
      }
      assertEquals(30_000, all);
      Bounded.await(() -> !closesOfSessions(net).isEmpty(), "WSPCloseSocket");
    }
  }

  /** SO_LINGER holds the caller for its time, not for the provider's. */
  @ParameterizedTest
  @EnumSource
  @Rules({"BLK-7", "BLK-8", "CLO-7"})
  void aLingeringCloseEndsWithItsTime(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      net.provider.hold(Stall.SENDS, Stall.RECEIVES, Stall.ABORTS, Stall.HANDLES);
      pair.client().write(new byte[1_000]);
      pair.client().socket().setSoLinger(true, 1);
      Blocking close = Blocking.start(On.PLATFORM, () -> {
        pair.client().close();
        return "closed";
      });
      assertEquals("closed", close.result());
      assertEquals(1, closesOfSessions(net).size());
    }
  }

  /** BLK-3: what gives up waiting for the SAN closes the SAN socket; TCP/IP takes over. */
  @ParameterizedTest
  @EnumSource(value = Stall.class, names = {"CONNECT", "NEGOTIATION"})
  @Rules({"BLK-3", "BLK-7"})
  void aConnectThatTheSanDoesNotAnswerGoesOnOverTcp(Stall stall) throws Exception {
    try (Net net = Net.ofSwitch(Net.settings(Net.NEVER_MILLIS, Net.NEVER_MILLIS),
        BOUND_MILLIS)) {
      Kind.Listener listener = Kind.SOCKET.listen(net);
      net.provider.hold(stall, Stall.ABORTS, Stall.HANDLES);
      Kind.Client client = Kind.SOCKET.open(net);
      client.connect(listener.address());
      int connecting = net.provider.since(0, Downcall.CONNECT).get(0).socket();
      assertTrue(net.provider.since(0, Downcall.CLOSE)
        .stream()
        .anyMatch(close -> close.socket() == connecting));
      Kind.Client accepted = listener.accept();
      client.write(new byte[]{7});
      assertEquals(7, accepted.socket().getInputStream().read());
    }
  }

  /** The negotiation has a bound of its own, on either side. */
  @ParameterizedTest
  @EnumSource
  @Rules("BLK-7")
  void aNegotiationThatIsNotAnsweredEndsAtItsBound(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch(Net.settings(BOUND_MILLIS, Net.NEVER_MILLIS),
        Net.NEVER_MILLIS)) {
      Kind.Listener listener = kind.listen(net);
      net.provider.hold(Stall.NEGOTIATION, Stall.ABORTS, Stall.HANDLES);
      Kind.Client client = kind.open(net);
      client.connect(listener.address());
      Kind.Client accepted = listener.accept();
      client.write(new byte[]{7});
      assertEquals(7, accepted.socket().getInputStream().read());
      Bounded.await(() -> closesOfSessions(net).size() + closesWithoutSend(net) >= 2,
          "both ends of the SAN connection are closed");
    }
  }

  private static long closesWithoutSend(Net net) {
    return net.provider.since(0, Downcall.CLOSE)
      .stream()
      .filter(close -> !hasSent(net, close.socket()) && net.provider.since(0, Downcall.RECEIVE)
        .stream()
        .anyMatch(receive -> receive.socket() == close.socket()))
      .count();
  }

  /** A provider whose memory is refused is not used. */
  @ParameterizedTest
  @EnumSource
  @Rules("SES-1")
  void aConnectionWithoutMemoryGoesByTcp(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Listener listener = kind.listen(net);
      net.provider.refuseMemory(true);
      Kind.Client client = kind.open(net);
      client.connect(listener.address());
      Kind.Client accepted = listener.accept();
      client.write(new byte[]{7});
      assertEquals(7, accepted.socket().getInputStream().read());
      assertEquals(List.of(), net.running.sessions());
      net.provider.awaitOpen(open -> open.stream().allMatch(s -> s.backlog > 0),
          "the sockets of the SAN are closed");
    }
  }

  /** INI-7: neither a provider that never closes its handles holds the switch up. */
  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "SOCKET")
  @Rules({"BLK-7", "CLO-7"})
  void aProviderThatNeverClosesItsHandlesIsGivenUp(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      net.provider.hold(Stall.values());
      pair.client().write(new byte[1_000]);
      Blocking leaving = Blocking.start(On.PLATFORM, () -> {
        net.running.remove(net.provider);
        return "left";
      });
      assertEquals("left", leaving.result());
      assertEquals(List.of(), net.running.sessions());
    }
  }
}
