package org.sanswitch.launcher.programs;

import java.util.Arrays;

/** Prints its arguments, and whether other users can read them; fails after that if told to. */
public final class Arguments {

  private Arguments() {}

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      System.out.println(argument);
    }
    String[] seen = ProcessHandle.current().info().arguments().orElseThrow();
    boolean visible = Arrays.stream(arguments).anyMatch(Arrays.asList(seen)::contains);
    System.out.println(visible ? "visible" : "hidden");
    if (arguments[0].equals("fail")) {
      System.exit(3);
    }
  }
}
