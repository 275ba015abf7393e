package org.sanswitch.launcher.child;

import java.nio.file.Path;
import java.util.List;

/**
 * What to run in a JVM of its own.
 *
 * @param mainClass name of the class
 * @param arguments its arguments; other users of the machine do not see them
 * @param properties system properties as {@code -Dname=value}; all users see them
 * @param libraries jars beside that of our plain programs
 */
public record Program(
    String mainClass, List<String> arguments, List<String> properties, List<Path> libraries) {

  /** Copies the lists. */
  public Program {
    arguments = List.copyOf(arguments);
    properties = List.copyOf(properties);
    libraries = List.copyOf(libraries);
  }

  /**
   * {@return a program that needs the JDK alone}
   *
   * @param mainClass name of the class
   * @param arguments its arguments
   */
  public static Program of(String mainClass, String... arguments) {
    return new Program(mainClass, List.of(arguments), List.of(), List.of());
  }

  /**
   * What the file has with which {@code java @file} starts the program.
   *
   * @return the class and the arguments, one a line, each in quotes
   */
  String argumentFile() {
    StringBuilder file = new StringBuilder(quoted(mainClass));
    for (String argument : arguments) {
      file.append('\n').append(quoted(argument));
    }
    return file.append('\n').toString();
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
