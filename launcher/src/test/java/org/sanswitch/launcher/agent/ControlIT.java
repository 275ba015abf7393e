package org.sanswitch.launcher.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sanswitch.launcher.agent.ChildJvm.Result;
import org.sanswitch.launcher.programs.Echo;
import org.sanswitch.launcher.programs.UntilKilled;

/** The control socket of a program that runs, and what a killed program leaves behind. */
class ControlIT {

  @TempDir private Path directory;
  private Path closed;
  private ChildJvm child;
  private Process process;

  @BeforeEach
  void prepare() throws IOException {
    closed = Files.createDirectory(directory.resolve("closed"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    child = ChildJvm.with(AgentJars.withFakeSwitch(directory), directory);
  }

  @AfterEach
  void endTheProgram() throws InterruptedException {
    if (process != null) {
      // Until it has ended it may still make files in what is deleted next.
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void bundlesAreStoppedAndStartedByName() throws Exception {
    process = startAndAwaitReady(closed);
    try (Control control = new Control(closed.resolve("socket"))) {
      assertEquals(List.of("ok"), control.ask("bundle stop fake.switch"));
      assertTrue(control.ask("bundles").contains("\tfake.switch\t1.0.0\tRESOLVED"));
      assertEquals(List.of("ok"), control.ask("bundle start fake.switch"));
      assertTrue(control.ask("bundles").contains("\tfake.switch\t1.0.0\tACTIVE"));
    }
  }

  @Test
  void aBundleIsReplacedByTheOneInAFile() throws Exception {
    process = startAndAwaitReady(closed);
    Path other = Files.write(directory.resolve("other.jar"), AgentJars.fakeSwitch("2.0.0"));
    Path broken = Files.writeString(directory.resolve("broken.jar"), "not a jar");
    try (Control control = new Control(closed.resolve("socket"))) {
      assertEquals(List.of("ok"), control.ask("bundle update fake.switch " + other));
      assertTrue(control.ask("bundles").contains("\tfake.switch\t2.0.0\tACTIVE"));
      assertTrue(control.ask("bundle update fake.switch " + broken)
        .getFirst()
        .startsWith("error: "));
      assertTrue(control.ask("bundle update fake.switch " + directory.resolve("none"))
        .getFirst()
        .startsWith("error: cannot read "));
      assertEquals(List.of("error: expected a symbolic name and a file without spaces"),
          control.ask("bundle update fake.switch"));
      assertTrue(control.ask("bundles").contains("\tfake.switch\t2.0.0\tACTIVE"));
    }
  }

  @Test
  void whatIsNotUnderstoodIsRefusedWithAReason() throws Exception {
    process = startAndAwaitReady(closed);
    try (Control control = new Control(closed.resolve("socket"))) {
      assertTrue(control.ask("dance").getFirst().startsWith("error: expected bundles, "));
      assertEquals(List.of("error: there is no bundle nobody"), control.ask("bundle stop nobody"));
      assertEquals(List.of("error: the switch is not running"), control.ask("routes"));
    }
  }

  @Test
  void aDirectoryThatOthersMayEnterIsRefused() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    Result result = child.option("-Dsanswitch.control=" + open.resolve("socket")).run(Echo.class);
    assertEquals("7 8\n", result.ok().out());
    assertTrue(result.err().matches("sanswitch: no control socket: .* is rwxr-x--- of .*\n"),
        result.err());
  }

  @Test
  void whatAKilledJvmHasLeftIsDeletedByTheNext() throws Exception {
    process = startAndAwaitReady(closed);
    assertEquals(1, storages());
    process.destroyForcibly().waitFor();
    assertEquals(1, storages());
    assertEquals("", child.run(Echo.class).ok().err());
    assertEquals(0, storages());
    assertFalse(Files.exists(closed.resolve("socket")));
  }

  @Test
  void whatAJvmHasLeftThatEndedAsItStartedIsDeletedWhenItIsOld() throws Exception {
    Path left = Files.createDirectory(directory.resolve("sanswitch-agent-old"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(120)));
    Files.createDirectory(directory.resolve("sanswitch-agent-new"));
    child.run(Echo.class).ok();
    assertFalse(Files.exists(left));
    assertEquals(1, storages());
  }

  @Test
  void whatALivingJvmUsesIsLeftToIt() throws Exception {
    process = startAndAwaitReady(closed);
    ChildJvm.with(AgentJars.withFakeSwitch(closed), directory).run(Echo.class).ok();
    assertEquals(1, storages());
  }

  private Process startAndAwaitReady(Path controlled) throws IOException {
    Process started = child.option("-Dsanswitch.control=" + controlled.resolve("socket"))
      .startWithPipe(UntilKilled.class);
    assertEquals("ready", started.inputReader().readLine());
    return started;
  }

  private long storages() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("sanswitch-agent-"))
        .count();
    }
  }

  /** The client's side of the line protocol. */
  private static final class Control implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader answers;

    Control(Path socket) throws IOException {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    List<String> ask(String line) throws IOException {
      channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      List<String> answer = new ArrayList<>();
      do {
        answer.add(answers.readLine());
      } while (answer.getLast().startsWith("\t"));
      return answer;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
