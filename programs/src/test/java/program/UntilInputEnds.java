package program;

import java.io.IOException;

/** How a server is told to end. */
final class UntilInputEnds {

  private UntilInputEnds() {}

  /** Waits for the end of the standard input. */
  static void await() throws IOException {
    while (System.in.read() >= 0) {
      continue;
    }
  }
}
