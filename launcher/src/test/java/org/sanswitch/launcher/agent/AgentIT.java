package org.sanswitch.launcher.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sanswitch.launcher.agent.ChildJvm.Result;
import org.sanswitch.launcher.programs.AsynchronousEcho;
import org.sanswitch.launcher.programs.Echo;
import org.sanswitch.launcher.programs.Hello;
import org.sanswitch.launcher.programs.OtherChannels;
import org.sanswitch.launcher.programs.OwnFactory;
import org.sanswitch.launcher.programs.WhatItSees;

/** Programs that know nothing of us, with the agent and a fake switch. */
class AgentIT {

  private static final String REPORT_ON_STDERR = "-Dsanswitch.report=-";
  private static final String NO_PATIENCE = "-Dsanswitch.start.millis=1";

  @TempDir private Path directory;
  private Path agent;

  @BeforeEach
  void makeAgent() throws Exception {
    agent = AgentJars.withFakeSwitch(directory);
  }

  @Test
  void channelsAndSocketsAreMadeByTheSwitch() throws Exception {
    Result result =
        ChildJvm.with(agent, directory).option(REPORT_ON_STDERR).run(Echo.class).ok();
    assertEquals("7 8\n", result.out());
    assertEquals("fake: channels 3 clients 1 servers 1 asynchronous 0\n", result.err());
  }

  @Test
  void bundlesOfTheUserAreStartedToo() throws Exception {
    Path bundles = Files.createDirectory(directory.resolve("more"));
    Files.write(bundles.resolve("fake.jar"), AgentJars.fakeSwitch("1.0.0"));
    Result result = ChildJvm.with(AgentJars.withoutSwitch(directory), directory)
      .option("-Dsanswitch.bundles=" + bundles)
      .option(REPORT_ON_STDERR)
      .run(Echo.class)
      .ok();
    assertEquals("fake: channels 3 clients 1 servers 1 asynchronous 0\n", result.err());
  }

  @Test
  void nothingIsPrintedByTheAgent() throws Exception {
    Result result = ChildJvm.with(AgentJars.built(), directory).run(Hello.class).ok();
    assertEquals("hello\n", result.out());
    assertEquals("", result.err());
  }

  @Test
  void theProgramSeesNoClassOfTheFrameworkOrOfABundle() throws Exception {
    Result result = ChildJvm.with(agent, directory)
      .run(WhatItSees.class, "org.osgi.framework.Bundle", "org.apache.felix.framework.Felix",
          "org.sanswitch.launcher.embedded.EmbeddedFramework", "org.sanswitch.api.SanSwitch",
          "org.sanswitch.launcher.fake.FakeSwitch", "org.jspecify.annotations.Nullable")
      .ok();
    assertEquals("context true\n", result.out());
  }

  @Test
  void whatIsNotTcpIsTheJdksOwnWithoutWaitingForTheSwitch() throws Exception {
    Result result = ChildJvm.with(AgentJars.withoutSwitch(directory), directory)
      .option("-Dsanswitch.start.millis=2000000000")
      .run(OtherChannels.class, directory.resolve("socket").toString())
      .ok();
    assertEquals("sun.nio.ch sun.nio.ch sun.nio.ch\n", result.out());
  }

  @Test
  void aFrameworkThatCannotStartLeavesTheJdksSocketsAndSaysWhy() throws Exception {
    Result result =
        ChildJvm.with(AgentJars.withBrokenBundle(directory), directory).run(Echo.class).ok();
    assertEquals("7 8\n", result.out());
    assertTrue(result.err().matches("sanswitch: the switch cannot start: .*\n"), result.err());
  }

  @Test
  void aSwitchThatDoesNotComeIsWaitedForOnlyUntilTheBound() throws Exception {
    Result result = ChildJvm.with(AgentJars.withoutSwitch(directory), directory)
      .option(NO_PATIENCE)
      .run(Echo.class)
      .ok();
    assertEquals("7 8\n", result.out());
    assertTrue(result.err().matches("sanswitch: the framework .*; sockets are the JDK's own\n"),
        result.err());
  }

  @Test
  void theReportIsWrittenToAFileWhenTheJvmEnds() throws Exception {
    Path report = directory.resolve("report");
    Result result =
        ChildJvm.with(agent, directory).option("-Dsanswitch.report=" + report).run(Echo.class).ok();
    assertEquals("", result.err());
    assertEquals("fake: channels 3 clients 1 servers 1 asynchronous 0\n", Files.readString(report));
  }

  @Test
  void theReportSaysWhyThereIsNoSwitch() throws Exception {
    Result result = ChildJvm.with(AgentJars.withBrokenBundle(directory), directory)
      .option(REPORT_ON_STDERR)
      // A program that waits for the switch: the report itself waits only for a short while.
      .run(Echo.class)
      .ok();
    assertTrue(
        result.err().contains("\nsanswitch: nothing is accelerated: the switch cannot start"),
        result.err());
  }

  @Test
  void aSelectorProviderOfTheUserIsLeftAlone() throws Exception {
    String users = SelectorProvider.provider().getClass().getName();
    Result result = ChildJvm.with(agent, directory)
      .option("-Djava.nio.channels.spi.SelectorProvider=" + users)
      .option("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED")
      .option(REPORT_ON_STDERR)
      .run(Echo.class)
      .ok();
    assertEquals("7 8\n", result.out());
    String left = "sanswitch: channels are left to " + users
        + ", set by -Djava.nio.channels.spi.SelectorProvider\n";
    assertEquals(left + "fake: channels 0 clients 1 servers 1 asynchronous 0\n" + left,
        result.err());
  }

  @Test
  void anAsynchronousProviderOfTheUserIsLeftAlone() throws Exception {
    String users = AsynchronousChannelProvider.provider().getClass().getName();
    Result result = ChildJvm.with(agent, directory)
      .option("-Djava.nio.channels.spi.AsynchronousChannelProvider=" + users)
      .option("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED")
      .run(AsynchronousEcho.class)
      .ok();
    assertEquals("9 " + users + "\n", result.out());
    assertEquals("sanswitch: asynchronous channels are left to " + users
        + ", set by -Djava.nio.channels.spi.AsynchronousChannelProvider\n", result.err());
  }

  @Test
  void asynchronousChannelsAreMadeByTheSwitch() throws Exception {
    Result result = ChildJvm.with(agent, directory)
      .option(REPORT_ON_STDERR)
      .run(AsynchronousEcho.class)
      .ok();
    assertEquals("9 " + AsynchronousChannelProvider.provider().getClass().getName() + "\n",
        result.out());
    // The listener is in a group, which leads past the fake to the JDK that has made it.
    assertEquals("fake: channels 0 clients 0 servers 0 asynchronous 2\n", result.err());
  }

  @Test
  void aSocketFactoryOfTheProgramTakesTheAgentsPlaceOnce() throws Exception {
    Result result =
        ChildJvm.with(agent, directory).option(REPORT_ON_STDERR).run(OwnFactory.class).ok();
    assertEquals("""
        listens true
        asked the program's factory
        a second one: factory already defined
        """, result.out());
    assertTrue(result.err().contains("the program has set a factory of its own"), result.err());
  }

  @Test
  void theStartOfTheSwitchDoesNotInitialiseLogging() throws Exception {
    Result result = ChildJvm.with(agent, directory)
      .option("-Xlog:class+load=info:stdout")
      .run(Echo.class)
      .ok();
    assertTrue(result.out().contains("org.sanswitch.launcher.logging.LateLogger"), "it logs");
    assertFalse(result.out().contains("java.util.logging.LogManager"), "logging is loaded");
  }
}
