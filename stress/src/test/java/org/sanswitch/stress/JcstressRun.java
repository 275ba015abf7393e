package org.sanswitch.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of jcstress, which makes JVMs of its own. Without {@code -Dstress.long=true} it is a short
 * one: one JVM and one way to compile for each test.
 *
 * @param pattern a regular expression for what the names of the tests contain
 * @param iterations how often a short run does each test for a quarter of a second
 */
record JcstressRun(String pattern, int iterations) {

  /** {@link org.sanswitch.provider.emu} has memory for so many states: 4096 at once. */
  private static final List<String> STRIDES = List.of("-strideSize", "128", "-strideCount", "8");

  private static final List<String> SHORT =
      List.of(
          "-f", "1", "-time", "250", "-sc", "false", "-af", "NONE", "-jvmArgs",
          "-XX:+UseSerialGC -XX:-BackgroundCompilation");

  private static final List<String> LONG = List.of("-m", "default");

  private static final long SHORT_MINUTES = 10;
  private static final long LONG_MINUTES = 12 * 60;
  private static final int SHOWN_LINES = 60;

  /** How it ended, and what it said. */
  record Result(int status, String output) {

    /** {@return the tests that showed what they must not} */
    List<String> forbidden() {
      return output.lines()
        .filter(line -> line.contains("Observed forbidden state"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .distinct()
        .toList();
    }

    /** {@return the last lines} */
    String end() {
      List<String> lines = output.lines().toList();
      return String.join("\n",
          lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
  }

  /** {@return the names of the tests} */
  List<String> tests() throws IOException, InterruptedException {
    return start(List.of("-l")).output()
      .lines()
      .map(String::strip)
      .filter(line -> line.startsWith("org.sanswitch."))
      .toList();
  }

  /** {@return what came out; the status is 0 if every outcome was allowed} */
  Result run() throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(STRIDES);
    if (Boolean.getBoolean("stress.long")) {
      options.addAll(LONG);
    } else {
      options.addAll(SHORT);
      options.addAll(List.of("-iters", Integer.toString(iterations)));
    }
    return start(options);
  }

  private Result start(List<String> options) throws IOException, InterruptedException {
    Path work = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
    Path log = Files.createTempFile(work, "run", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.openjdk.jcstress.Main",
                "-t",
                pattern,
                "-r",
                work.toString()));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
          .directory(work.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    try {
      long minutes = Boolean.getBoolean("stress.long") ? LONG_MINUTES : SHORT_MINUTES;
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        throw new AssertionError("jcstress still runs after " + minutes + " minutes, see " + log);
      }
      return new Result(process.exitValue(), Files.readString(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
