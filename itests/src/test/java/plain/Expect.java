package plain;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What a check expects. */
final class Expect {

  /** How a function may end that is expected to fail. */
  interface Body {
    void run() throws Exception;
  }

  private Expect() {}

  static void equal(String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError(what + ": expected " + expected + ", found " + actual);
    }
  }

  static void that(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
  }

  /** {@return what was thrown, which is exactly of that class} */
  static <T extends Throwable> T thrown(Class<T> type, Body body) throws Exception {
    try {
      body.run();
    } catch (Throwable e) {
      return exactly(type, e);
    }
    throw new AssertionError("expected " + type.getName() + ", nothing was thrown");
  }

  /** {@return the same, which is exactly of that class} */
  static <T extends Throwable> T exactly(Class<T> type, Throwable thrown) {
    if (thrown.getClass() != type) {
      throw new AssertionError("expected " + type.getName() + ", found " + thrown, thrown);
    }
    return type.cast(thrown);
  }

  /** The same, of that class or one below it. */
  static void instance(Class<? extends Throwable> type, Throwable thrown) {
    if (!type.isInstance(thrown)) {
      throw new AssertionError("expected a " + type.getName() + ", found " + thrown, thrown);
    }
  }

  static void thrown(Class<? extends Throwable> type, String message, Body body)
      throws Exception {
    equal("message of " + type.getName(), message, thrown(type, body).getMessage());
  }

  /** Repeats a call until it throws an exception of that class, as writes to a dead peer do. */
  static <T extends IOException> T sooner(Class<T> type, int atMost, Callable<?> call)
      throws Exception {
    for (int i = 0; i < atMost; i++) {
      try {
        call.call();
      } catch (IOException e) {
        return exactly(type, e);
      }
    }
    throw new AssertionError("expected " + type.getName() + " within " + atMost + " calls");
  }

  /** Reads exactly that many bytes and compares them with the stream. */
  static void read(InputStream in, Pattern pattern, long position, int length)
      throws IOException {
    byte[] bytes = in.readNBytes(length);
    equal("bytes before the end of the stream", length, bytes.length);
    pattern.verify(bytes, 0, length, position);
  }

  static void endOfStream(InputStream in) throws IOException {
    equal("read at the end of the stream", -1, in.read());
    equal("read again at the end of the stream", -1, in.read(new byte[8]));
  }
}
