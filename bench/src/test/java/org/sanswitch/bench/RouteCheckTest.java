package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.bench.Variant.SWITCH_EMU;
import static org.sanswitch.bench.Variant.SWITCH_TCP;
import static org.sanswitch.bench.Variant.SWITCH_VERBS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCheckTest {

  private static final String HEADER = "route reason connected accepted sent received";

  @Test
  void acceptsAConnectionThatWentOverTheSan() {
    assertDoesNotThrow(() -> client(SWITCH_EMU, "emu SAN 1 0 5000 5000"));
    assertDoesNotThrow(() -> server(SWITCH_EMU, "emu SAN 0 1 5000 5000"));
  }

  @Test
  void acceptsRdmaOverAnyDeviceWhereItWasAskedFor() {
    assertDoesNotThrow(() -> client(SWITCH_VERBS, "verbs SAN 1 0 5000 5000"));
    assertDoesNotThrow(() -> server(SWITCH_VERBS, "verbs.rxe1 SAN 0 1 5000 5000"));
  }

  @Test
  void refusesAnotherSanThanTheOneThatWasAskedFor() {
    refused("another route", () -> client(SWITCH_VERBS, "emu SAN 1 0 5000 5000"));
    refused("another route", () -> client(SWITCH_EMU, "verbs SAN 1 0 5000 5000"));
  }

  @Test
  void refusesTcpWhereTheSanWasAskedFor() {
    refused("another route", () -> client(SWITCH_EMU, "tcp NO_PROVIDER 1 0 5000 5000"));
    refused("another route", () -> server(SWITCH_EMU, "tcp NO_PROVIDER 0 1 5000 5000"));
  }

  @Test
  void acceptsAConnectionThatWentByTcpBecauseOfTheRule() {
    assertDoesNotThrow(() -> client(SWITCH_TCP, "tcp RULE 1 0 5000 5000"));
    assertDoesNotThrow(() -> server(SWITCH_TCP, "tcp PEER_HAS_NO_SWITCH 0 1 5000 5000"));
  }

  @Test
  void refusesTcpForAnotherReasonThanTheRule() {
    refused("another route", () -> client(SWITCH_TCP, "tcp NO_PROVIDER 1 0 5000 5000"));
  }

  @Test
  void refusesTheSanWhereTcpWasAskedFor() {
    refused("another route", () -> client(SWITCH_TCP, "emu SAN 1 0 5000 5000"));
  }

  @Test
  void refusesASecondRoute() {
    refused("2 routes",
        () -> client(SWITCH_EMU, "emu SAN 1 0 5000 5000", "tcp PEER_HAS_NO_SWITCH 1 0 9 9"));
  }

  @Test
  void refusesAnotherNumberOfConnections() {
    refused("2 connections instead of 1", () -> client(SWITCH_EMU, "emu SAN 2 0 5000 5000"));
    refused("0 connections instead of 1", () -> server(SWITCH_EMU, "emu SAN 1 0 5000 5000"));
  }

  @Test
  void refusesARouteThatDidNotCarryTheBytes() {
    refused("4999 bytes instead of at least 5000",
        () -> client(SWITCH_EMU, "emu SAN 1 0 4999 5000"));
    refused("0 bytes instead of at least 5000", () -> server(SWITCH_EMU, "emu SAN 0 1 5000 0"));
  }

  @Test
  void refusesAReportWithoutRoutes() {
    refused("0 routes", () -> client(SWITCH_EMU, "sanswitch: nothing was accelerated: no switch"));
  }

  @Test
  void refusesARunWithoutAReport(@TempDir Path directory) {
    refused("no report.txt",
        () -> RouteCheck.client(SWITCH_EMU, directory.resolve("report.txt"), 1, 1, false));
  }

  private interface Check {
    void run() throws Exception;
  }

  private static void refused(String why, Check check) {
    MeasurementException e = assertThrows(MeasurementException.class, check::run);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  private static void client(Variant variant, String... lines) throws MeasurementException {
    RouteCheck.check("client", variant, report(lines), 1, 5000, false);
  }

  private static void server(Variant variant, String... lines) throws MeasurementException {
    RouteCheck.check("server", variant, report(lines), 1, 5000, false);
  }

  private static List<String> report(String... lines) {
    List<String> report = new ArrayList<>(List.of(HEADER));
    report.addAll(List.of(lines));
    return report;
  }
}
