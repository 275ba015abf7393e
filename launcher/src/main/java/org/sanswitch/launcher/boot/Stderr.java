package org.sanswitch.launcher.boot;

/** What the agent says, always on standard error: standard output belongs to the program. */
final class Stderr {

  private Stderr() {}

  static void line(String text) {
    System.err.println("sanswitch: " + text);
  }
}
