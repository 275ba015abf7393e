package org.sanswitch.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer on one target, in a JVM of its own: Jazzer takes one target a JVM, and a target that crashes
 * its JVM is a finding too. What it leaves is in {@code target/fuzz}.
 */
final class JazzerRun {

  /** Time to start, and to end, in addition to what is asked for. */
  private static final long GRACE_SECONDS = 120;

  /** A shorter run is not worth the second compiler. */
  private static final int LONG_SECONDS = 20;

  /** Short runs go the same way each time, so that what fails is the change, not the luck. */
  private static final long SHORT_SEED = 1;

  /** Jazzer takes a seed of its own, and logs it. */
  private static final long ANY_SEED = 0;

  private static final int SHOWN_LINES = 40;

  private static final String SANITIZERS =
      Stream.of(
          "BigDecimal",
          "ClojureLangHooks",
          "Deserialization",
          "ExpressionLanguageInjection",
          "FilePathTraversal",
          "LdapInjection",
          "NamingContextLookup",
          "OsCommandInjection",
          "ReflectiveCall",
          "RegexInjection",
          "RegexRoadblocks",
          "ScriptEngineInjection",
          "ServerSideRequestForgery",
          "SqlInjection",
          "TemplateInjection",
          "UnsafeSanitizer",
          "XPathInjection",
          "XmlParserSsrfGuidance")
        .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
        .collect(Collectors.joining(File.pathSeparator));

  private final Class<?> target;
  private final int seconds;
  private final Path work = Path.of("target", "fuzz").toAbsolutePath();
  private final Path log;

  JazzerRun(Class<?> target, int seconds) {
    this.target = target;
    this.seconds = seconds;
    log = work.resolve(target.getSimpleName() + ".log");
  }

  /**
   * Runs it.
   *
   * @throws AssertionError with what was found
   */
  void run() throws IOException, InterruptedException {
    Path generated = Files.createDirectories(work.resolve("corpus").resolve(target.getName()));
    Process process =
        new ProcessBuilder(command(generated))
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    try {
      if (!process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            target.getName() + " still runs " + GRACE_SECONDS + " s too late\n" + end());
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          target.getName() + " has a finding: the input is in a file crash-* or timeout-* of "
              + work
              + "; mend it and put the file into the corpus " + Corpus.of(target).directory()
              + "\n" + end());
    }
  }

  private List<String> command(Path generated) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+EnableDynamicAgentLoading",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Xshare:auto",
            "-Xlog:cds=off"));
    if (seconds < LONG_SECONDS) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
    command.addAll(
        List.of(
            "--target_class=" + target.getName(),
            // Coverage is of the project's classes; the sanitizers look for other languages' faults.
            "--instrumentation_includes=org.sanswitch.**",
            "--custom_hook_includes=org.sanswitch.**",
            "--disabled_hooks=" + SANITIZERS,
            "--reproducer_path=" + work,
            "-artifact_prefix=" + work + File.separator,
            "-max_total_time=" + seconds,
            "-timeout=20",
            "-seed=" + seed(),
            "-rss_limit_mb=0",
            generated.toString(),
            Corpus.of(target).directory().toString()));
    return command;
  }

  private long seed() {
    return Long.getLong("fuzz.seed", seconds < LONG_SECONDS ? SHORT_SEED : ANY_SEED);
  }

  /** Surefire's own class path has one jar only, and tells the real one in a property. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private String end() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }
}
