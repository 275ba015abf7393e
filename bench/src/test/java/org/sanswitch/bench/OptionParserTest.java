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

class OptionParserTest {

  @Test
  void withoutAnAgentOnlyTheVariantsOfTheJdkAreMeasured() throws UsageException {
    assertEquals(List.of(Variant.JDK_TCP, Variant.JDK_TCP_SPIN), OptionParser.parse().variants());
  }

  @Test
  void withAnAgentAllVariantsAreMeasured(@TempDir Path directory) throws Exception {
    Path agent = Files.createFile(directory.resolve("agent.jar"));
    Options options = OptionParser.parse("--agent", agent.toString());
    assertEquals(List.of(Variant.values()), options.variants());
    assertEquals(agent, options.agent());
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
        "stream:1MiB", "--placements", "free", "--rounds", "7", "--warmup", "0.25", "--measure",
        "2", "--verify", "--seed", "-5", "--csv", "x.csv", "--jvm", "-Xint", "--jvm", "-Xss1m");
    assertEquals(new Options(null, List.of(Variant.JDK_TCP_SPIN, Variant.JDK_TCP),
        List.of(Workload.parse("stream:1MiB")), List.of(Placement.FREE), 7, 250, 2000, true, -5,
        Path.of("x.csv"), List.of("-Xint", "-Xss1m")), options);
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
      --variants jdk; --variants: is one of [jdk-tcp, jdk-tcp-spin, switch-tcp, switch-emu], not jdk
      --variants switch-emu; --variants: the switch variants need --agent <jar>
      --workloads stream:; --workloads: a workload is pingpong:<size> or stream:<size>
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
