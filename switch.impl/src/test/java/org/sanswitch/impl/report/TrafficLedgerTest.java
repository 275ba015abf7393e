package org.sanswitch.impl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.MemoryUse;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.TrafficCounter;

class TrafficLedgerTest {

  private final TrafficLedger ledger = new TrafficLedger();

  @Test
  void countsLiveAndClosedConnectionsByRouteAndReason() {
    TrafficCounter first = ledger.open(Route.san("emu"), false);
    first.sent(10);
    first.received(20);
    first.close();
    first.close();
    TrafficCounter second = ledger.open(Route.san("emu"), true);
    second.sent(1);
    ledger.open(Route.tcp(RouteReason.RULE, "x"), false).sent(5);
    ledger.open(Route.tcp(RouteReason.RULE, "y"), false);
    assertEquals(List.of(new RouteCount("emu", RouteReason.SAN, 1, 1, 11, 20),
        new RouteCount("tcp", RouteReason.RULE, 2, 0, 5, 0)), ledger.counts());
  }

  @Test
  void countsTheTransferWithinWhichTheConnectionEnded() {
    TrafficCounter counter = ledger.open(Route.san("emu"), false);
    counter.received(1);
    counter.close();
    counter.received(20);
    counter.sent(3);
    assertEquals(List.of(new RouteCount("emu", RouteReason.SAN, 1, 0, 3, 21)), ledger.counts());
  }

  @Test
  void alignsTheReportAndAnswersTheQuestionLast() {
    ledger.open(Route.san("emu"), false).sent(1_000_000);
    ledger.open(Route.tcp(RouteReason.PEER_HAS_NO_SWITCH, ""), true);
    List<String> lines = ReportText.lines(ledger.counts(), List.of());
    assertEquals("route  reason              connected  accepted     sent  received",
        lines.get(0));
    assertEquals("emu    SAN                         1         0  1000000         0",
        lines.get(1));
    assertEquals("tcp    PEER_HAS_NO_SWITCH          0         1        0         0",
        lines.get(2));
    assertEquals("Partly accelerated: 1 of 2 connections went over emu, 1 by TCP/IP because the"
        + " peer does not listen on the SAN.", lines.get(lines.size() - 1));
  }

  @Test
  void tellsWhyNothingWasAccelerated() {
    ledger.open(Route.tcp(RouteReason.NO_PROVIDER, ""), false);
    ledger.open(Route.tcp(RouteReason.NO_PROVIDER, ""), false);
    ledger.open(Route.tcp(RouteReason.RULE, ""), false);
    ProviderStatus verbs = new ProviderStatus("verbs", "1", 0, ProviderStatus.State.NOT_READY,
        RouteReason.NO_DEVICE, "0 devices", List.of(), 0, 0);
    List<String> lines = ReportText.lines(ledger.counts(), List.of(verbs));
    assertEquals("Not accelerated: 3 connections went by TCP/IP, most often because no SAN service"
        + " provider is running (2 of them) (verbs: there is no device).",
        lines.get(lines.size() - 1));
    assertTrue(lines.contains("verbs: 0 devices"));
  }

  @Test
  void tellsWhatTheRegistrationCacheOfAProviderHasDone() {
    RegistrationCounts counts = new RegistrationCounts(2, 8192, 5, 3, 1);
    List<ProviderStatus> providers =
        List.of(running("emu", counts), running("idle", new RegistrationCounts(0, 0, 0, 0, 0)),
            running("other", null));
    List<String> lines = ReportText.lines(ledger.counts(), providers);
    assertTrue(lines.contains(
        "emu: 2 registrations kept (8192 bytes), 5 found again, 3 made, 1 evicted"),
        lines.toString());
    assertEquals(1, lines.stream().filter(line -> line.contains("registrations")).count());
  }

  @Test
  void tellsWhatLargeTransfersHaveOfMemory() {
    ProviderStatus emu = running("emu", null, new MemoryUse(1024, 12, 7));
    List<String> lines =
        ReportText.lines(ledger.counts(), List.of(emu, running("idle", null)));
    assertTrue(
        lines.contains("emu: 1024 bytes of staging in use, 12 buffers lent, 7 times access of"
            + " the peer revoked"),
        lines.toString());
    assertEquals(1, lines.stream().filter(line -> line.contains("staging")).count());
  }

  private static ProviderStatus running(String name, RegistrationCounts counts) {
    return running(name, counts, MemoryUse.NONE);
  }

  private static ProviderStatus running(
      String name, RegistrationCounts counts, MemoryUse memory) {
    return new ProviderStatus(name, "1", 0, ProviderStatus.State.RUNNING, RouteReason.SAN, "",
        List.of(), 0, 0, counts, memory);
  }

  @Test
  void saysSoWhenAllOrNothingWent() {
    assertEquals("Nothing to accelerate: no connection was made.",
        Verdict.of(ledger.counts(), List.of()));
    ledger.open(Route.san("emu"), false);
    assertEquals("Accelerated: 1 connection went over emu.",
        Verdict.of(ledger.counts(), List.of()));
  }
}
