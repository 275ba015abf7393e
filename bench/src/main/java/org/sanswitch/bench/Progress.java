package org.sanswitch.bench;

/** Lines on standard error, so that standard output is the table alone. */
final class Progress {

  private Progress() {}

  static void line(String text) {
    System.err.println("bench: " + text);
  }
}
