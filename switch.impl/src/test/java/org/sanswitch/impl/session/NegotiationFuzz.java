package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.sanswitch.fuzz.FuzzTarget;

/**
 * Payloads of NEGOTIATE and NEGOTIATED: refused with {@link ProtocolViolation}, or written again they
 * give the same bytes, without the key share and the hub address, which version 1 does not use.
 */
class NegotiationFuzz extends FuzzTarget {

  /** Behind it are the lengths of key share and hub address. */
  private static final int FIXED = 36;

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      NegotiationMessage message = NegotiationMessage.decode(MemorySegment.ofArray(input));
      byte[] again = new byte[NegotiationMessage.LENGTH];
      message.encode(MemorySegment.ofArray(again));
      assertArrayEquals(Arrays.copyOf(input, FIXED), Arrays.copyOf(again, FIXED));
      assertEquals(message, NegotiationMessage.decode(MemorySegment.ofArray(again)));
    } catch (ProtocolViolation e) {
      assertEquals(false, e.getMessage().isEmpty());
    }
  }
}
