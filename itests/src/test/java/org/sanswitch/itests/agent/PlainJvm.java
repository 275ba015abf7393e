package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running program of package {@code plain}; ended by its handle, whatever happens. */
public final class PlainJvm implements AutoCloseable {

  /** More where the processor is emulated. */
  private static final long BOUND_SECONDS = Long.getLong("plain.bound.seconds", 60);
  private static final String END = "<end of output>";

  private final Process process;
  private final Path errors;
  private final Path report;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /** Guard: itself; all that was printed, for the message of a failure. */
  private final List<String> printed = new ArrayList<>();

  PlainJvm(Process process, Path errors, Path report) {
    this.process = process;
    this.errors = errors;
    this.report = report;
    Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(line -> {
        synchronized (printed) {
          printed.add(line);
        }
        lines.add(line);
      });
    } catch (UncheckedIOException | IOException e) {
      lines.add(e.toString());
    } finally {
      lines.add(END);
    }
  }

  /** {@return the next line that it prints} */
  public String line() throws Exception {
    String line = lines.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    if (line == null || line.equals(END)) {
      fail("no line within " + BOUND_SECONDS + " s or before the end, " + this);
    }
    return line;
  }

  /** Sends a line to its standard input. */
  public void say(String line) throws IOException {
    process.outputWriter().write(line + "\n");
    process.outputWriter().flush();
  }

  /** {@return the lines that it prints until it ends with exit code 0} */
  public List<String> rest() throws Exception {
    List<String> rest = new ArrayList<>();
    for (String line = next(); !line.equals(END); line = next()) {
      rest.add(line);
    }
    awaitEnd();
    assertEquals("exit code of " + this, 0, process.exitValue());
    return rest;
  }

  private String next() throws Exception {
    String line = lines.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      fail("no end within " + BOUND_SECONDS + " s, " + this);
    }
    return line;
  }

  /** Closes its standard input, and waits until it has ended with exit code 0. */
  public void end() throws Exception {
    process.outputWriter().close();
    rest();
  }

  /** Waits until it has ended, in whatever way. */
  public void awaitEnd() throws Exception {
    if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
      fail("did not end within " + BOUND_SECONDS + " s, " + this);
    }
  }

  /** SIGKILL: it gets no chance to say goodbye. */
  public void kill() throws Exception {
    process.destroyForcibly();
    if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
      fail("still there " + BOUND_SECONDS + " s after SIGKILL");
    }
  }

  /** {@return what it printed on standard error} */
  public String errors() throws IOException {
    return Files.readString(errors);
  }

  /** {@return the report that it wrote when it ended} */
  public Report report() throws IOException {
    return new Report(Files.readAllLines(report), toString());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    synchronized (printed) {
      try {
        return "process " + process.pid() + ", output " + printed + ", errors:\n" + errors();
      } catch (IOException e) {
        return "process " + process.pid() + ", output " + printed + ", errors unreadable: " + e;
      }
    }
  }
}
