package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sanswitch.bench.program.Task.Timing;

class OptionParserTest {

  @Test
  void withoutAnAgentOnlyTheVariantsOfTheJdkAreMeasured() throws UsageException {
    assertEquals(List.of(Variant.JDK_TCP, Variant.JDK_TCP_SPIN), OptionParser.parse().variants());
  }

  @Test
  void withAnAgentTcpAndTheSwitchAreMeasured(@TempDir Path directory) throws Exception {
    Path agent = Files.createFile(directory.resolve("agent.jar"));
    Options options = OptionParser.parse("--agent", agent.toString());
    assertEquals("[jdk-tcp, jdk-tcp-spin, switch-tcp, switch-emu]",
        options.variants().toString());
    assertEquals(agent, options.agent());
  }

  @Test
  void allNamesEverythingThatCanRunOnAnyMachine(@TempDir Path directory) throws Exception {
    Path agent = Files.createFile(directory.resolve("agent.jar"));
    assertEquals(
        "[jdk-tcp, jdk-tcp-spin, jdk-uds, switch-tcp, switch-emu, aeron-ipc, agrona-ring, netty-epoll]",
        OptionParser.parse("--agent", agent.toString(), "--variants", "all").variants().toString());
    assertEquals("[jdk-tcp, jdk-tcp-spin, jdk-uds, aeron-ipc, agrona-ring, netty-epoll]",
        OptionParser.parse("--variants", "all").variants().toString());
    assertEquals(Workload.ALL, OptionParser.parse("--workloads", "all").workloads());
  }

  @Test
  void fullIsTheWholeMatrixInFifteenRounds(@TempDir Path directory) throws Exception {
    Path agent = Files.createFile(directory.resolve("agent.jar"));
    Options options = OptionParser.parse("--agent", agent.toString(), "--full");
    assertEquals(Variant.everywhere(), options.variants());
    assertEquals(Workload.ALL, options.workloads());
    assertEquals(List.of(1, 2, 8, 100, 1000), options.connections());
    assertEquals(List.of(Placement.values()), options.placements());
    assertEquals(15, options.rounds());
  }

  @Test
  void aTimeWithoutRoundsMeansAsManyAsFit() throws UsageException {
    assertEquals(1000, OptionParser.parse("--minutes", "5").rounds());
    assertEquals(3, OptionParser.parse("--minutes", "5", "--rounds", "3").rounds());
  }

  @Test
  void measuresThreeWorkloadsInThreePlacementsByDefault() throws UsageException {
    Options options = OptionParser.parse();
    assertEquals("[pingpong:16, stream:64, stream:64KiB]", options.workloads().toString());
    assertEquals("[two-cores, free, one-core]", options.placements().toString());
    assertEquals(2, options.rounds());
  }

  @Test
  void takesEveryOption() throws UsageException {
    Options options = OptionParser.parse("--variants", "jdk-tcp-spin,jdk-tcp", "--workloads",
        "stream:1MiB,idle:5", "--connections", "8,2,8", "--placements", "free", "--rounds", "7",
        "--minutes", "9", "--warmup", "0.25", "--warmup-most", "3", "--measure", "2", "--pace",
        "0.5", "--start", "90", "--no-distance", "--verify", "--seed", "-5", "--csv", "x.csv",
        "--plots", "p",
        "--jvm", "-Xint",
        "--jvm", "-Xss1m");
    assertEquals(new Options(null, List.of(Variant.JDK_TCP_SPIN, Variant.JDK_TCP),
        List.of(Workload.parse("stream:1MiB"), Workload.parse("idle:5")), List.of(8, 2),
        List.of(Placement.FREE), 7, 9, new Timing(250, 3000, 2000, 500), 90_000,
        false, true, -5, Path.of("x.csv"), Path.of("p"), List.of("-Xint", "-Xss1m")), options);
  }

  @Test
  void anAddressIsHandedToTheMeasuredJvms() throws UsageException {
    assertEquals(List.of("-Dbench.address=10.77.0.1"),
        OptionParser.parse("--address", "10.77.0.1").jvmFlags());
  }

  @Test
  void whatFollowsQuickOverridesIt() throws UsageException {
    Options options = OptionParser.parse("--quick", "--rounds", "2");
    assertEquals(2, options.rounds());
    assertEquals(List.of(Placement.TWO_CORES), options.placements());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      --no-such-option; --no-such-option: there is no such option
      --rounds; --rounds: needs a value
      --rounds 0; --rounds: is a number from 1 to 1000, not 0
      --rounds many; --rounds: is a number from 1 to 1000, not many
      --warmup NaN; --warmup: is a number of seconds from 0.1 to 60.0, not NaN
      --measure 61; --measure: is a number of seconds from 0.05 to 60.0, not 61
      --warmup 9 --warmup-most 8; --warmup-most: 8000 ms are less than the 9000 ms of --warmup
      --variants jdk; --variants: is one of [jdk-tcp, jdk-tcp-spin, jdk-uds, switch-tcp, switch-emu, swit
      --connections 1001; --connections: is a number from 1 to 1000, not 1001
      --connections 65; --connections: 65 at once are more than a workload of [pingpong:16, stream:64, stre
      --workloads idle:0; --workloads: 1 to 10000 connections can be idle, not 0
      --variants switch-emu; --variants: the switch variants need --agent <jar>
      --workloads stream:; --workloads: a workload is pingpong:<size>, paced:<size>
      --workloads stream:0; --workloads: a message has 1 to 67108864 bytes, not 0
      --workloads stream:65MiB; --workloads: a message has 1 to 67108864 bytes, not 68157440
      --workloads stream:999999999MiB; --workloads: a message has 1 to 67108864 bytes
      --placements moon; --placements: is one of [two-cores, free, one-core], not moon
      --agent /no/such.jar; --agent: there is no file /no/such.jar
      """)
  void tellsWhichOptionIsWrongAndWhatItShouldBe(String line, String message) {
    UsageException e =
        assertThrows(UsageException.class, () -> OptionParser.parse(line.split(" ")));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void aWrongCommandLineEndsWithExitCodeTwo() {
    assertEquals(2, Main.run("--rounds"));
  }

  @Test
  void theUsageNamesEveryVariantAndPlacement() {
    for (Variant variant : Variant.values()) {
      assertTrue(Options.USAGE.contains(variant.label));
    }
    for (Placement placement : Placement.values()) {
      assertTrue(Options.USAGE.contains(placement.label));
    }
  }
}
