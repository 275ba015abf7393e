package org.sanswitch.tck.check;

import java.util.Arrays;
import java.util.Random;
import org.sanswitch.spi.WsaError;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Operation;

/** Messages that can be told from each other. */
final class Pattern {

  private Pattern() {}

  /** {@return bytes that depend on the seed only} */
  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Checks that a receive has taken exactly that message. */
  static void arrived(String rule, byte[] message, Operation receive, WsaError status)
      throws Broken {
    Broken.unless(rule, status == WsaError.NO_ERROR, receive + " did not succeed");
    Broken.unless(rule, Arrays.equals(message, receive.received()),
        receive + " has " + receive.overlapped().bytes() + " bytes that are not the "
            + message.length + " bytes that were sent");
  }
}
