package org.sanswitch.launcher.child;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sanswitch.launcher.Installation;

/**
 * The programs that a command has started, and the private directory of their control sockets and
 * arguments. All of them are ended with the command, and at the latest when its time is up.
 */
public final class Children implements AutoCloseable {

  /** On a busy machine all takes its time; no connection shall go by TCP/IP for that reason. */
  private static final List<String> PATIENCE =
      List.of("-Dsanswitch.start.millis=150000", "-Dsanswitch.provider.start.millis=60000",
          "-Dsanswitch.connect.bound.millis=30000", "-Dsanswitch.negotiation.millis=30000");

  /** As a JVM reads its command line. */
  private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding"));

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
   * @throws IOException if there is no place for the control sockets and arguments
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
   * @throws IOException if there is no place for the control sockets and arguments
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
   * @param program what to run
   * @return the program
   * @throws IOException if it cannot be started
   */
  public JavaChild startPlain(Program program) throws IOException {
    return new JavaChild(start(List.of(), program), program.mainClass(), null);
  }

  /**
   * Starts a program with the agent.
   *
   * @param rules the switch's rules, or the empty string
   * @param program what to run
   * @return the program
   * @throws IOException if it cannot be started
   */
  public JavaChild startSwitched(String rules, Program program) throws IOException {
    Path control = directory.resolve("c" + processes.size());
    List<String> options = new ArrayList<>(
        List.of("-javaagent:" + installation.agent(), "-Dsanswitch.control=" + control));
    options.addAll(PATIENCE);
    options.addAll(settings);
    if (!rules.isEmpty()) {
      options.add("-Dsanswitch.rules=" + rules);
    }
    return new JavaChild(start(options, program), program.mainClass(), control);
  }

  private Process start(List<String> options, Program program) throws IOException {
    List<String> command = new ArrayList<>(List.of(installation.java().toString(), "-Xmx1200m"));
    command.addAll(options);
    command.addAll(program.properties());
    command.addAll(List.of("-cp", classPath(program)));
    Path arguments = directory.resolve("a" + processes.size());
    command.add("@" + Files.writeString(arguments, program.argumentFile(), NATIVE));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    return process;
  }

  private String classPath(Program program) {
    return Stream.concat(Stream.of(installation.programs()), program.libraries().stream())
      .map(Path::toString)
      .collect(Collectors.joining(File.pathSeparator));
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
    try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      System.err.println("cannot delete " + directory + ": " + e);
    }
  }
}
