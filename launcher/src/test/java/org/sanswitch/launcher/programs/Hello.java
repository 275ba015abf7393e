package org.sanswitch.launcher.programs;

/** Prints one line. */
public final class Hello {

  private Hello() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
