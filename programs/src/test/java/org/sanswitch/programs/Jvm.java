package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM with the agent that runs a program; ended by its handle, whatever happens. */
final class Jvm implements AutoCloseable {

  private static final long BOUND_SECONDS = 120;

  /** A machine that is busy with other tests is no reason to go by TCP/IP. */
  private static final String CONNECT_BOUND = "-Dsanswitch.connect.bound.millis=30000";

  private static final String END = "<end of output>";

  private final Process process;
  private final Path errors;
  private final Path report;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Jvm(Process process, Path errors, Path report) {
    this.process = process;
    this.errors = errors;
    this.report = report;
    Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
  }

  /** Starts a program of the class path. */
  static Jvm start(Path directory, Class<?> program, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(directory, program.getSimpleName(), command);
  }

  /** Starts whatever the arguments of java say. */
  static Jvm start(Path directory, String name, List<String> arguments) throws IOException {
    Path agent = Path.of(System.getProperty("sanswitch.it.agent",
        "../launcher/target/sanswitch-agent.jar"));
    assertTrue(Files.isRegularFile(agent), () -> "no agent at " + agent.toAbsolutePath());
    Path errors = directory.resolve(name + ".err");
    Path report = directory.resolve(name + ".report");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-javaagent:" + agent,
        "-Dsanswitch.report=" + report, CONNECT_BOUND, "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(arguments);
    return new Jvm(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors,
        report);
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(lines::add);
    } catch (UncheckedIOException | IOException e) {
      lines.add(e.toString());
    } finally {
      lines.add(END);
    }
  }

  /** {@return the next line that it prints} */
  String line() throws Exception {
    String line = lines.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    return line == null ? fail("no line within " + BOUND_SECONDS + " s, " + this) : line;
  }

  /** {@return the next line with that text} */
  String lineWith(String text) throws Exception {
    String line = line();
    while (!line.contains(text)) {
      if (line.equals(END)) {
        return fail("ended without a line with '" + text + "', " + this);
      }
      line = line();
    }
    return line;
  }

  /** {@return the lines until it ends with exit code 0} */
  List<String> rest() throws Exception {
    List<String> rest = new ArrayList<>();
    for (String line = line(); !line.equals(END); line = line()) {
      rest.add(line);
    }
    awaitEnd();
    assertEquals(0, process.exitValue(), this::toString);
    return rest;
  }

  /** Ends its standard input, which a server of ours ends with. */
  void endInput() throws Exception {
    process.outputWriter().close();
    awaitEnd();
  }

  /** Ends it as an operator does. */
  void terminate() throws Exception {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() throws Exception {
    assertTrue(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS),
        () -> "did not end within " + BOUND_SECONDS + " s, " + this);
  }

  /** {@return the routes of the report that it wrote when it ended} */
  Routes routes() throws IOException {
    return Routes.of(Files.readAllLines(report));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    try {
      return "process " + process.pid() + ", errors:\n" + Files.readString(errors);
    } catch (IOException e) {
      return "process " + process.pid() + ", errors unreadable: " + e;
    }
  }
}
