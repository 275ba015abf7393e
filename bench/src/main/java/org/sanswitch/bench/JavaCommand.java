package org.sanswitch.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a program of the bench is started. */
final class JavaCommand {

  private JavaCommand() {}

  /**
   * {@return the command}
   *
   * @param before what pins it to a core
   * @param flags of the JVM
   */
  static List<String> of(List<String> before, List<String> flags, Class<?> program,
      List<String> arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(arguments);
    return command;
  }
}
