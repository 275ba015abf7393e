package org.sanswitch.launcher.demo;

/** Says on standard error what is under way. */
final class Progress {

  private static final long START = System.nanoTime();

  private Progress() {}

  static void line(String text) {
    System.err.printf("%5.1f s  %s%n", (System.nanoTime() - START) / 1e9, text);
  }
}
