package org.sanswitch.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that the bench has started, and its lines of a name and a number. */
final class Child implements AutoCloseable {

  private static final String END = "";
  private static final int ERROR_LINES = 3;
  private static final int END_SECONDS = 2;

  private final String role;
  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Child(String role, Process process, Path errors) {
    this.role = role;
    this.process = process;
    this.errors = errors;
  }

  /**
   * Starts a process.
   *
   * @param role its name in messages
   * @param errors the file that receives its standard error
   */
  static Child start(String role, List<String> command, Path errors) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    Child child = new Child(role, process, errors);
    Children.add(process, role);
    Thread.ofVirtual().name("reader of " + role).start(child::readLines);
    return child;
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("reading failed: " + e);
    }
    lines.add(END);
  }

  long pid() {
    return process.pid();
  }

  /** Writes a line to its standard input. */
  void tell(String line) throws MeasurementException {
    try {
      Writer writer = process.outputWriter(StandardCharsets.UTF_8);
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new MeasurementException(role + " does not listen: " + e.getMessage() + lastErrors());
    }
  }

  /** {@return the number that comes with that name} */
  long await(String name, long deadline) throws MeasurementException, InterruptedException {
    Map<String, Long> values = collect(name, deadline);
    Long value = values.get(name);
    if (value == null) {
      throw new MeasurementException(role + " ended before it told " + name + lastErrors());
    }
    return value;
  }

  /** {@return all that it tells until it ends by itself, with exit code 0} */
  Map<String, Long> finish(long deadline) throws MeasurementException, InterruptedException {
    Map<String, Long> values = collect(null, deadline);
    if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw late("did not exit");
    }
    if (process.exitValue() != 0) {
      throw new MeasurementException(
          role + " ended with exit code " + process.exitValue() + lastErrors());
    }
    return values;
  }

  /** Until the line of that name, or the last one. */
  private Map<String, Long> collect(@Nullable String name, long deadline)
      throws MeasurementException, InterruptedException {
    Map<String, Long> values = new HashMap<>();
    while (name == null || !values.containsKey(name)) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw late("told no more");
      }
      if (line.equals(END)) {
        lines.add(END);
        break;
      }
      String[] words = line.split(" ", 2);
      try {
        values.put(words[0], Long.parseLong(words[words.length - 1]));
      } catch (NumberFormatException e) {
        throw new MeasurementException(role + " printed what it should not: " + line);
      }
    }
    return values;
  }

  private MeasurementException late(String what) {
    Path directory = errors.toAbsolutePath().getParent();
    if (directory != null) {
      Children.dumpThreads(directory);
    }
    return new MeasurementException(
        role + " " + what + " within its time; what all threads did is in "
            + directory + lastErrors());
  }

  private String lastErrors() {
    try {
      List<String> all =
          Files.readAllLines(errors).stream().filter(line -> !line.startsWith("\tat ")).toList();
      List<String> last = all.subList(Math.max(0, all.size() - ERROR_LINES), all.size());
      return last.isEmpty() ? "" : "; its last lines: " + String.join(" | ", last);
    } catch (IOException e) {
      return "; its standard error cannot be read: " + e.getMessage();
    }
  }

  /** Ends it if it still runs: politely, then by force. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Children.remove(process);
  }
}
