package org.sanswitch.itests.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import plain.Checks;

/** How to start a program of package {@code plain} in a JVM of its own. */
public final class PlainProgram {

  /** A machine that is busy with other tests is no reason to go by TCP/IP. */
  private static final String CONNECT_BOUND = "-Dsanswitch.connect.bound.millis=30000";

  private final Path directory;
  private final Class<?> main;
  private final List<String> before = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<Path> jars = new ArrayList<>();
  private int started;

  public PlainProgram(Path directory, Class<?> main) {
    this.directory = directory;
    this.main = main;
  }

  /** {@return the agent's jar, as the build made it} */
  public static Path agentJar() {
    Path jar =
        Path.of(System.getProperty("sanswitch.it.agent", "../launcher/target/sanswitch-agent.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("no agent at " + jar.toAbsolutePath());
    }
    return jar;
  }

  public PlainProgram withAgent() {
    return option("-javaagent:" + agentJar());
  }

  public PlainProgram option(String option) {
    options.add(option);
    return this;
  }

  /** Puts a jar on the class path, behind the program. */
  PlainProgram withJar(Path jar) {
    jars.add(jar);
    return this;
  }

  /** Starts the JVM by another command, such as {@code unshare -n}. */
  public PlainProgram under(String... command) {
    before.addAll(List.of(command));
    return this;
  }

  public PlainJvm start(Object... arguments) throws IOException {
    String name = main.getSimpleName() + "-" + System.identityHashCode(this) + "-" + started++;
    Path errors = directory.resolve(name + ".err");
    Path report = directory.resolve(name + ".report");
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(CONNECT_BOUND);
    command.addAll(options);
    command.add("-Dsanswitch.report=" + report);
    StringBuilder path = new StringBuilder(classPath().toString());
    jars.forEach(jar -> path.append(File.pathSeparator).append(jar));
    command.addAll(List.of("-cp", path.toString(), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new PlainJvm(process, errors, report);
  }

  /** A folder with package plain and nothing else. */
  private Path classPath() throws IOException {
    Path classes = directory.resolve("classes");
    Path target = classes.resolve("plain");
    if (Files.isDirectory(target)) {
      return classes;
    }
    Files.createDirectories(target);
    String file = Checks.class.getSimpleName() + ".class";
    Path source;
    try {
      source = Path.of(Checks.class.getResource(file).toURI()).getParent();
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
    try (Stream<Path> found = Files.list(source)) {
      found.forEach(path -> copy(path, target.resolve(path.getFileName())));
    }
    return classes;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
