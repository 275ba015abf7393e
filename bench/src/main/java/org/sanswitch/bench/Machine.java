package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Facts that belong to every figure.
 *
 * @param cores how many the JVM may use
 * @param processor what the processor calls itself
 * @param jdk version of the JDK
 * @param kernel version of the operating system
 */
record Machine(int cores, String processor, String jdk, String kernel) {

  /** {@return the facts of this machine} */
  static Machine here() throws IOException {
    String processor = Files.readAllLines(Path.of("/proc/cpuinfo"))
      .stream()
      .filter(line -> line.startsWith("model name"))
      .findFirst()
      .map(line -> line.substring(line.indexOf(':') + 1).strip())
      .orElse(System.getProperty("os.arch"));
    return new Machine(Runtime.getRuntime().availableProcessors(), processor,
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  @Override
  public String toString() {
    return cores + " cores, " + processor + ", " + jdk + ", " + kernel;
  }
}
