package org.sanswitch.bench.program;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PatternTest {

  private final Pattern pattern = new Pattern(true, 64);

  @Test
  void acceptsTheBytesOfTheSameOffset() {
    for (long offset : new long[]{0, 63, 1_048_560, 1_048_573, 1L << 40}) {
      assertDoesNotThrow(() -> pattern.check(offset, received(offset)));
    }
  }

  @Test
  void findsOneWrongByte() {
    ByteBuffer received = received(640);
    received.put(5, (byte) (received.get(5) + 1));
    IOException e = assertThrows(IOException.class, () -> pattern.check(640, received));
    assertEquals("byte at stream offset 645 is", e.getMessage().substring(0, 28));
  }

  @Test
  void findsAMessageThatWasLostOrRepeated() {
    assertThrows(IOException.class, () -> pattern.check(64, received(128)));
    assertThrows(IOException.class, () -> pattern.check(128, received(64)));
  }

  @Test
  void withoutVerificationNothingIsCompared() {
    assertDoesNotThrow(() -> new Pattern(false, 64).check(0, received(64)));
  }

  private ByteBuffer received(long offset) {
    ByteBuffer copy = ByteBuffer.allocate(64);
    return copy.put(pattern.window(offset, 64)).flip();
  }
}
