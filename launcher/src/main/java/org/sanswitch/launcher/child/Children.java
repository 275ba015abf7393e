package org.sanswitch.launcher.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sanswitch.launcher.Installation;

/**
 * The programs that a command has started, and the private directory of their control sockets. All
 * of them are ended with the command, and at the latest when its time is up.
 */
public final class Children implements AutoCloseable {

  /** On a busy machine a framework may take its time; a program shall not go without the switch. */
  private static final String PATIENCE = "-Dsanswitch.start.millis=60000";

  private final Installation installation;
  private final List<String> settings;
  private final Path directory;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private final Thread watchdog;

  /** Written by the watchdog only. */
  private volatile boolean late;

  /**
   * Makes room for programs.
   *
   * @param installation where the jars are
   * @param boundSeconds how long all of it may take
   * @throws IOException if there is no place for the control sockets
   */
  public Children(Installation installation, int boundSeconds) throws IOException {
    this(installation, boundSeconds, List.of());
  }

  /**
   * Makes room for programs.
   *
   * @param installation where the jars are
   * @param boundSeconds how long all of it may take
   * @param settings options of the JVMs with the switch
   * @throws IOException if there is no place for the control sockets
   */
  public Children(Installation installation, int boundSeconds, List<String> settings)
      throws IOException {
    this.installation = installation;
    this.settings = List.copyOf(settings);
    directory = Files.createTempDirectory("sanswitch-");
    watchdog = new Thread(() -> watch(boundSeconds), "watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
  }

  /**
   * Starts a program without the switch.
   *
   * @param program name of its class
   * @param arguments its arguments
   * @return the program
   * @throws IOException if it cannot be started
   */
  public JavaChild startPlain(String program, String... arguments) throws IOException {
    return new JavaChild(start(List.of(), program, arguments), null);
  }

  /**
   * Starts a program with the agent.
   *
   * @param rules the switch's rules, or the empty string
   * @param program name of its class
   * @param arguments its arguments
   * @return the program
   * @throws IOException if it cannot be started
   */
  public JavaChild startSwitched(String rules, String program, String... arguments)
      throws IOException {
    Path control = directory.resolve("c" + processes.size());
    List<String> options = new ArrayList<>(
        List.of("-javaagent:" + installation.agent(), "-Dsanswitch.control=" + control, PATIENCE));
    options.addAll(settings);
    if (!rules.isEmpty()) {
      options.add("-Dsanswitch.rules=" + rules);
    }
    return new JavaChild(start(options, program, arguments), control);
  }

  private Process start(List<String> options, String program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(installation.java().toString(), "-Xmx1200m"));
    command.addAll(options);
    command.addAll(List.of("-cp", installation.programs().toString(), program));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    return process;
  }

  private void watch(int boundSeconds) {
    try {
      TimeUnit.SECONDS.sleep(boundSeconds);
      late = true;
      processes.forEach(Process::destroyForcibly);
    } catch (InterruptedException e) {
      // All is done in time.
    }
  }

  /** Whether the time was up, so that what failed may have failed for that reason. */
  public boolean isLate() {
    return late;
  }

  @Override
  public void close() {
    watchdog.interrupt();
    end();
  }

  private synchronized void end() {
    processes.forEach(Process::destroyForcibly);
    try (Stream<Path> sockets = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
      for (Path socket : sockets.toList()) {
        Files.deleteIfExists(socket);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      System.err.println("cannot delete " + directory + ": " + e);
    }
  }
}
