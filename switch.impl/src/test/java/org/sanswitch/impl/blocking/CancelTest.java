package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/**
 * Every blocking call, cancelled in every way while the provider does not answer: it ends as the
 * JDK's own socket over TCP/IP does, which is asked in the same run.
 */
@Timeout(60)
class CancelTest {

  /** One blocking call and how it is cancelled. */
  record Case(Call call, Kind kind, On on, Way way, Provider how) {}

  /** What the JDK's sockets do, asked once for all states of the provider. */
  private static final Map<Case, String> OF_JDK = new ConcurrentHashMap<>();

  static Stream<Case> connects() {
    return cases(Call.CONNECT);
  }

  static Stream<Case> negotiations() {
    return cases(Call.NEGOTIATE);
  }

  static Stream<Case> reads() {
    return cases(Call.READ);
  }

  static Stream<Case> writes() {
    return cases(Call.WRITE);
  }

  static Stream<Case> accepts() {
    return cases(Call.ACCEPT);
  }

  private static Stream<Case> cases(Call call) {
    return Stream.of(Kind.values())
      .flatMap(kind -> Stream.of(On.values()).map(on -> new Case(call, kind, on, null, null)))
      .flatMap(c -> Stream.of(Way.values()).map(way -> new Case(call, c.kind, c.on, way, null)))
      .filter(c -> c.way != Way.TIMEOUT || hasTimeout(c))
      .flatMap(c -> Stream.of(Provider.values())
        .map(how -> new Case(call, c.kind, c.on, c.way, how)));
  }

  /** Writes and channels have none; a connect that negotiates in vain goes on over TCP/IP. */
  private static boolean hasTimeout(Case c) {
    return c.kind != Kind.CHANNEL && c.call != Call.WRITE && c.call != Call.NEGOTIATE;
  }

  private static String ofJdk(Case c) {
    Call call = c.call == Call.NEGOTIATE ? Call.CONNECT : c.call;
    return OF_JDK.computeIfAbsent(new Case(call, c.kind, c.on, c.way, null), asked -> {
      try (Net jdk = Net.ofJdk()) {
        return asked.way.cancel(
            asked.call.start(jdk, asked.kind, asked.on, c.how, asked.way == Way.TIMEOUT));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
  }

  @ParameterizedTest
  @MethodSource("connects")
  @Rules({"BLK-1", "BLK-3", "BLK-8", "BLK-10"})
  void aConnectThatNobodyAnswers(Case c) throws Exception {
    endsAsTheJdksDoesAndLeavesNothingButAClose(c);
  }

  @ParameterizedTest
  @MethodSource("negotiations")
  @Rules({"BLK-1", "BLK-3", "BLK-8", "BLK-10"})
  void aConnectThatNegotiatesInVain(Case c) throws Exception {
    endsAsTheJdksDoesAndLeavesNothingButAClose(c);
  }

  @ParameterizedTest
  @MethodSource("reads")
  @Rules({"BLK-1", "BLK-8", "BLK-10"})
  void aRead(Case c) throws Exception {
    endsAsTheJdksDoesAndLeavesNothingButAClose(c);
  }

  @ParameterizedTest
  @MethodSource("writes")
  @Rules({"BLK-1", "BLK-8", "BLK-10"})
  void aWrite(Case c) throws Exception {
    endsAsTheJdksDoesAndLeavesNothingButAClose(c);
  }

  @ParameterizedTest
  @MethodSource("accepts")
  @Rules({"BLK-1", "BLK-8", "BLK-10"})
  void anAccept(Case c) throws Exception {
    endsAsTheJdksDoesAndLeavesNothingButAClose(c);
  }

  private static void endsAsTheJdksDoesAndLeavesNothingButAClose(Case c) throws Exception {
    String expected = ofJdk(c);
    try (Net net = Net.ofSwitch()) {
      Call.Blocked blocked = c.call.start(net, c.kind, c.on, c.how, c.way == Way.TIMEOUT);
      c.call.awaitStalled(net.provider);
      int before = net.provider.downcalls.size();
      assertEquals(expected, c.way.cancel(blocked));
      blocked.closeable().close();
      assertFalse(blocked.open().getAsBoolean(), "BLK-8");
      assertNoneButAClose(net.provider, c.call, before);
      net.provider.release();
      assertNothingIsLeft(net, c.call);
    }
  }

  /** BLK-1: the provider learns of a cancelled call by WSPCloseSocket and nothing else. */
  private static void assertNoneButAClose(StallingProvider provider, Call call, int before) {
    Set<String> functions = provider.since(before)
      .stream()
      .filter(downcall -> !downcall.listening())
      .map(Downcall::function)
      .collect(Collectors.toCollection(TreeSet::new));
    // What sessions do anyway: they send and receive, and hand memory back before they close.
    functions.removeAll(Set.of("WSPSend", "WSPRecv", "WSPDeregisterMemory", "WSPCloseSocket"));
    assertEquals(Set.of(), functions);
  }

  /** BLK-3, BLK-8: what was cancelled is closed, and goes when the provider answers. */
  private static void assertNothingIsLeft(Net net, Call call) {
    boolean connects = call == Call.CONNECT || call == Call.NEGOTIATE;
    if (connects) {
      int connecting = net.provider.since(0, Downcall.CONNECT).get(0).socket();
      assertTrue(net.provider.since(0, Downcall.CLOSE)
        .stream()
        .anyMatch(closed -> closed.socket() == connecting), "BLK-3");
    }
    int others = connects ? 0 : 1;
    net.provider.awaitOpen(
        open -> open.stream().filter(socket -> socket.backlog == 0).count() <= others,
        "what was closed is gone");
    assertEquals(List.of(), net.provider.offences);
  }
}
