package org.sanswitch.tck.peer;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.tck.ProviderUnderTest;

/** A second JVM with the same Java and the same class path. It ends with this one. */
final class PeerProcess {

  private static final long KILL_SECONDS = 10;

  private final Process process;
  private final BufferedWriter commands;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

  /** Guard: volatile. It did not answer once. */
  private volatile boolean spoiled;

  private PeerProcess(Process process) {
    this.process = process;
    this.commands =
        new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
    Thread.ofPlatform().name("kit-peer-replies").daemon().start(this::read);
  }

  /**
   * {@return a process that waits for commands}
   *
   * @param provider is made again there
   * @throws IOException if it cannot be started
   */
  static PeerProcess start(ProviderUnderTest provider) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(provider.peerOptions());
    command.addAll(List.of("-cp", ClassPath.of(provider.getClass())));
    command.addAll(List.of(PeerMain.class.getName(), provider.getClass().getName()));
    return new PeerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        replies.add(line);
      }
    } catch (IOException e) {
      spoiled = true;
    }
    replies.add("failed the second process has ended");
  }

  boolean isUsable() {
    return !spoiled && process.isAlive();
  }

  /**
   * Sends a command.
   *
   * @param command one line
   * @throws IOException if the process has gone
   */
  void send(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    commands.flush();
  }

  /**
   * {@return the next line of its answer, or null if none comes in time}
   *
   * @param bound how long to wait
   * @throws InterruptedException if the check is ended
   */
  @Nullable
  String reply(Duration bound) throws InterruptedException {
    String line = replies.poll(bound.toNanos(), TimeUnit.NANOSECONDS);
    if (line == null) {
      spoiled = true;
    }
    return line;
  }

  /** Kills it (SIGKILL) and waits until it has gone, in bounded time. */
  void kill() {
    spoiled = true;
    process.destroyForcibly();
    try {
      process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
