package program;

import java.util.Arrays;
import java.util.Random;

/** Bytes that follow from a number. */
final class Bytes {

  private Bytes() {}

  static byte[] of(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static void check(int seed, int size, byte[] came) {
    if (!Arrays.equals(of(seed, size), came)) {
      throw new AssertionError(
          "of " + size + " bytes of seed " + seed + " came " + came.length + ", or others");
    }
  }
}
