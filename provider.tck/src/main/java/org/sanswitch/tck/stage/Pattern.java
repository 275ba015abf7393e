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
    same(rule, receive.toString(), message, receive.received());
  }

  /**
   * Checks that a message arrived as it was sent.
   *
   * @param rule the rule that demands it
   * @param what where it arrived
   * @param sent what was sent
   * @param received what arrived
   * @throws Broken if they differ
   */
  public static void same(String rule, String what, byte[] sent, byte[] received) throws Broken {
    int at = Arrays.mismatch(sent, received);
    if (at != -1) {
      throw new Broken(rule, what + " has " + received.length + " bytes, " + sent.length
          + " were sent; they differ from byte " + at + " on: sent " + piece(sent, at)
          + ", received " + piece(received, at));
    }
  }

  private static String piece(byte[] bytes, int from) {
    int to = Math.min(bytes.length, from + SHOWN);
    return from >= to ? "nothing" : HexFormat.of().formatHex(bytes, from, to);
  }
}
