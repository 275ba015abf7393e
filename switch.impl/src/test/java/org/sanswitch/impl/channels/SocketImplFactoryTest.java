package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The factories can be set once in a JVM only, so each test has one of its own. */
@Timeout(60)
class SocketImplFactoryTest {

  @Test
  void carriesEverySocketOfAJvmOverTheSan() throws Exception {
    assertEquals(List.of("connected 7 true true 0", "plain 7 true true 0", "direct 7 true true 0",
        "proxied true"), run("san"));
  }

  @Test
  void carriesEverySocketOfAJvmOverTcp() throws Exception {
    assertEquals(List.of("connected 7 true true 2", "plain 7 true true 4", "direct 7 true true 6",
        "proxied true"), run("tcp"));
  }

  private static List<String> run(String route) throws Exception {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
        "--add-opens", "java.base/java.net=ALL-UNNAMED", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        ProgramWithFactories.class.getName(), route)
      .redirectErrorStream(true)
      .start();
    try (var lines = process.inputReader()) {
      return lines.lines().toList();
    } finally {
      process.destroy();
    }
  }
}
