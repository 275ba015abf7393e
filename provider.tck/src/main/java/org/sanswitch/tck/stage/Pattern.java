package org.sanswitch.tck.stage;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.sanswitch.spi.WsaError;

/** Messages that can be told from each other. */
public final class Pattern {

  private static final int SHOWN = 8;

  private Pattern() {}

  /**
   * {@return bytes that depend on the seed only}
   *
   * @param seed any number
   * @param length how many
   */
  public static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /**
   * Checks that a receive has taken exactly that message.
   *
   * @param rule the rule that demands it
   * @param message what was sent
   * @param receive what took it
   * @param status how that ended
   * @throws Broken if it has not
   */
  public static void arrived(String rule, byte[] message, Operation receive, WsaError status)
      throws Broken {
    Broken.unless(rule, status == WsaError.NO_ERROR, receive + " did not succeed");
    byte[] received = receive.received();
    int at = Arrays.mismatch(message, received);
    if (at != -1) {
      throw new Broken(rule, receive + " has " + receive.overlapped().bytes() + " bytes, "
          + message.length + " were sent; they differ from byte " + at + " on: sent "
          + piece(message, at) + ", received " + piece(received, at));
    }
  }

  private static String piece(byte[] bytes, int from) {
    int to = Math.min(bytes.length, from + SHOWN);
    return from >= to ? "nothing" : HexFormat.of().formatHex(bytes, from, to);
  }
}
