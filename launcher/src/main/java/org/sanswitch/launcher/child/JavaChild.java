package org.sanswitch.launcher.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program in a JVM of its own. It ends when its input ends. */
public final class JavaChild implements AutoCloseable {

  private static final int LINE_BOUND_S = 60;
  private static final int END_BOUND_S = 10;

  /** Stands for the end of the output in the queue. */
  private static final String END = "\0";

  private final Process process;
  private final @Nullable Path control;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  JavaChild(Process process, @Nullable Path control) {
    this.process = process;
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
   * @throws CheckFailedException if there is none within a minute
   */
  public String line() throws CheckFailedException {
    try {
      String line = lines.poll(LINE_BOUND_S, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new CheckFailedException("a program " + (line == null
            ? "has printed nothing for " + LINE_BOUND_S + " s"
            : "has ended without its last line"));
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CheckFailedException("interrupted");
    }
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
