package demo;

import java.io.IOException;
import java.util.Arrays;

/** Runs another program as it is, and ends it when the input ends, which the program does not see. */
public final class UntilInputEnds {

  private UntilInputEnds() {}

  /** Takes the name of the program's main class and the program's arguments. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(UntilInputEnds::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        // Only the end counts.
      }
    } catch (IOException e) {
      System.err.println("input: " + e);
    }
    System.exit(0);
  }
}
