package org.sanswitch.launcher.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sanswitch.launcher.agent.ChildJvm.Result;

/** The agent in a JVM that is too old for the switch. */
class OlderJvmIT {

  private static final Path JVMS = Path.of("/usr/lib/jvm");

  @TempDir private Path directory;

  @Test
  void anOlderJvmSaysSoInOneLineAndRunsItsProgram() throws Exception {
    Optional<Path> home = olderJdk();
    assumeTrue(home.isPresent(), "no JDK from 11 to 24 in " + JVMS);
    Path source = Files.writeString(directory.resolve("Old.java"), """
        public class Old {
          public static void main(String[] arguments) throws Exception {
            new java.net.ServerSocket(0).close();
            java.nio.channels.SocketChannel.open().close();
            System.out.println("runs");
          }
        }
        """);
    Path report = directory.resolve("report");
    Result result = ChildJvm.with(AgentJars.built(), directory)
      .java(home.get().resolve("bin/java"))
      .option("-Dsanswitch.report=" + report)
      .runSource(source)
      .ok();
    String line = "sanswitch: needs Java 25 or newer, this is " + version(home.get())
        + "; running unaccelerated\n";
    assertEquals("runs\n", result.out());
    assertEquals(line, result.err());
    assertEquals(line, Files.readString(report));
  }

  private static Optional<Path> olderJdk() throws IOException {
    if (!Files.isDirectory(JVMS)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(JVMS)) {
      return homes.filter(home -> Files.isExecutable(home.resolve("bin/javac")))
        .filter(home -> version(home) >= 11 && version(home) < 25)
        .findFirst();
    }
  }

  /** The feature version that the file "release" of a JDK states, or 0. */
  private static int version(Path home) {
    try {
      List<String> lines = Files.readAllLines(home.resolve("release"));
      return lines.stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
