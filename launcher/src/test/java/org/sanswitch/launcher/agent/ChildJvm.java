package org.sanswitch.launcher.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, whose class path has the program and nothing else. */
final class ChildJvm {

  private static final int BOUND_S = 60;

  private final Path directory;
  private final List<String> options = new ArrayList<>();
  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

  /** What a program has printed, and how it ended. */
  record Result(int exitCode, String out, String err) {

    /** Checks that it ended well. */
    Result ok() {
      assertTrue(exitCode == 0, () -> "exit code " + exitCode + ", " + this);
      return this;
    }
  }

  /** A child whose files lie in a directory. */
  ChildJvm(Path directory) {
    this.directory = directory;
    options.add("-Djava.io.tmpdir=" + directory);
  }

  /** A child whose program runs with an agent. */
  static ChildJvm with(Path agent, Path directory) {
    return new ChildJvm(directory).option("-javaagent:" + agent);
  }

  ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  ChildJvm java(Path other) {
    java = other;
    return this;
  }

  /** Starts a program whose standard output is read by the test. */
  Process startWithPipe(Class<?> program) throws IOException {
    return new ProcessBuilder(command(program)).redirectError(directory.resolve("err").toFile())
      .start();
  }

  /** Runs a program to its end. */
  Result run(Class<?> program, String... arguments) throws IOException, InterruptedException {
    return finish(start(command(program, arguments)));
  }

  /** Runs a program that is one source file to its end. */
  Result runSource(Path source) throws IOException, InterruptedException {
    List<String> command = command();
    command.add(source.toString());
    return finish(start(command));
  }

  private List<String> command(Class<?> program, String... arguments) throws IOException {
    List<String> command = command();
    command.addAll(List.of("-cp", classPathOf(program).toString(), program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectOutput(directory.resolve("out").toFile())
      .redirectError(directory.resolve("err").toFile())
      .start();
  }

  private Result finish(Process process) throws InterruptedException {
    try {
      boolean ended = process.waitFor(BOUND_S, TimeUnit.SECONDS);
      assertTrue(ended, () -> "did not end within " + BOUND_S + " s: " + text("err"));
      return new Result(process.exitValue(), text("out"), text("err"));
    } finally {
      process.destroyForcibly();
    }
  }

  private String text(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path classPathOf(Class<?> program) throws IOException {
    String file = program.getName().replace('.', '/') + ".class";
    Path classPath = directory.resolve("program");
    Path copy = classPath.resolve(file);
    Files.createDirectories(copy.getParent());
    try (InputStream in = program.getResourceAsStream("/" + file)) {
      Files.write(copy, in.readAllBytes());
    }
    return classPath;
  }
}
