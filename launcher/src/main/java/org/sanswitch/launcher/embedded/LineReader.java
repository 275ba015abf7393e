package org.sanswitch.launcher.embedded;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a client, none of which may be long: it cannot use up our memory. */
final class LineReader {

  /** Greatest number of characters of a line. */
  static final int MAX_LENGTH = 4096;

  private final Reader in;

  LineReader(Reader in) {
    this.in = in;
  }

  /**
   * {@return the next line without its end, or null if there is none}
   *
   * @throws IOException if it is too long, or the client is gone
   */
  @Nullable
  String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == MAX_LENGTH) {
        throw new IOException("a line of more than " + MAX_LENGTH + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
