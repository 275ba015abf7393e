package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private data of the connection manager is hostile until it is checked. */
class GreetingTest {

  @ParameterizedTest
  @EnumSource
  void survivesThePaddingOfTheManager(Greeting.Status status) {
    for (int length : new int[]{Greeting.BYTES, 56, 148, 196, 255}) {
      assertEquals(new Greeting(status),
          Greeting.decode(Arrays.copyOf(new Greeting(status).encode(), length)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, Greeting.BYTES - 1})
  void doesNotReadWhatIsTooShort(int length) {
    assertNull(
        Greeting.decode(Arrays.copyOf(new Greeting(Greeting.Status.REQUEST).encode(), length)));
  }

  /** Each byte counts: whichever is changed, it is not understood, or it says something else. */
  @Test
  void doesNotTakeOneThingForAnother() {
    byte[] right = Bench.padded(Greeting.Status.ACCEPTED, 56);
    for (int i = 0; i < right.length; i++) {
      byte[] changed = right.clone();
      changed[i] ^= 0x40;
      assertNull(Greeting.decode(changed), "byte " + i);
    }
  }

  @Test
  void doesNotReadForeignData() {
    assertNull(Greeting.decode(new byte[56]));
    byte[] text = "hello from another program".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertNull(Greeting.decode(Arrays.copyOf(text, 56)));
    byte[] full = new byte[255];
    Arrays.fill(full, (byte) -1);
    assertNull(Greeting.decode(full));
  }
}
