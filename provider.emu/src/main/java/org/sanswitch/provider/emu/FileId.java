package org.sanswitch.provider.emu;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A random name of 128 bits. What a peer sends can only ever become 32 hexadecimal digits.
 *
 * @param high upper half
 * @param low lower half
 */
record FileId(long high, long low) {

  static final int BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  static FileId random() {
    return new FileId(RANDOM.nextLong(), RANDOM.nextLong());
  }

  /** {@return a random number that is not 0} */
  static long randomLong() {
    long value;
    do {
      value = RANDOM.nextLong();
    } while (value == 0);
    return value;
  }

  static FileId read(ByteBuffer from) {
    return new FileId(from.getLong(), from.getLong());
  }

  void write(ByteBuffer to) {
    to.putLong(high).putLong(low);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
