package org.sanswitch.launcher.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program in a JVM of its own. It ends when its input ends. */
public final class JavaChild implements AutoCloseable {

  /** Longer than the programs wait for their switches and their peers. */
  private static final int LINE_BOUND_S = 180;
  private static final int END_BOUND_S = 10;

  /** How many of the lines before a failure are worth to be shown. */
  private static final int LAST_LINES = 20;

  /** Stands for the end of the output in the queue; nothing comes after it. */
  private static final String END = "\0";

  private final Process process;
  private final String name;
  private final @Nullable Path control;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /** The last lines that have been asked for; used by the thread that asks. */
  private final Deque<String> asked = new ArrayDeque<>();

  JavaChild(Process process, String name, @Nullable Path control) {
    this.process = process;
    this.name = name;
    this.control = control;
    Thread reader = new Thread(this::read, "reader of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The program has been ended.
    }
    lines.add(END);
  }

  /**
   * The next line that the program prints.
   *
   * @return the line
   * @throws CheckFailedException if there is none within three minutes; says what came before
   */
  public String line() throws CheckFailedException {
    try {
      String line = lines.poll(LINE_BOUND_S, TimeUnit.SECONDS);
      if (line == null) {
        throw failed("has printed nothing for " + LINE_BOUND_S + " s");
      }
      if (line.equals(END)) {
        lines.add(END);
        throw failed(process.waitFor(END_BOUND_S, TimeUnit.SECONDS)
            ? "has ended with exit code " + process.exitValue() + " before its last line"
            : "has closed its output before its last line");
      }
      asked.addLast(line);
      if (asked.size() > LAST_LINES) {
        asked.removeFirst();
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CheckFailedException("interrupted");
    }
  }

  /**
   * A failure of this program.
   *
   * @param problem what is wrong, after the program's name
   * @return the exception to throw, with the last lines that the program has printed
   */
  public CheckFailedException failed(String problem) {
    return new CheckFailedException(name + " " + problem
        + (asked.isEmpty() ? "" : "; it had printed:\n  " + String.join("\n  ", asked)));
  }

  /** Forgets what the program has printed up to now and has not been asked for. */
  public void skipLines() {
    lines.removeIf(line -> !line.equals(END));
  }

  /**
   * Asks the program's switch.
   *
   * @return the connection to its control socket
   * @throws IOException if it does not answer
   */
  public Control control() throws IOException {
    if (control == null) {
      throw new IOException("a program without the switch has no control socket");
    }
    return new Control(control);
  }

  /** Lets the program end; ends it if it does not. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(END_BOUND_S, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It has ended already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
