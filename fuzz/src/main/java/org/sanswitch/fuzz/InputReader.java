package org.sanswitch.fuzz;

import java.util.Arrays;

/** Takes an input apart: numbers and pieces one after the other, zeros behind its end. */
public final class InputReader {

  private final byte[] input;
  private int at;

  /**
   * Starts at the first byte.
   *
   * @param input the input
   */
  public InputReader(byte[] input) {
    this.input = input;
  }

  /** {@return whether something is left} */
  public boolean hasMore() {
    return at < input.length;
  }

  /** {@return the next byte, 0 to 255} */
  public int unsignedByte() {
    return at < input.length ? Byte.toUnsignedInt(input[at++]) : 0;
  }

  /** {@return the next two bytes, little-endian, 0 to 65,535} */
  public int unsignedShort() {
    return unsignedByte() | unsignedByte() << 8;
  }

  /** {@return the next eight bytes, little-endian} */
  public long longNumber() {
    long value = 0;
    for (int i = 0; i < Long.SIZE; i += Byte.SIZE) {
      value |= (long) unsignedByte() << i;
    }
    return value;
  }

  /**
   * {@return the next bytes, fewer at the end}
   *
   * @param most how many at most
   */
  public byte[] bytes(int most) {
    int end = Math.min(input.length, at + most);
    byte[] piece = Arrays.copyOfRange(input, at, end);
    at = end;
    return piece;
  }

  /** {@return all that is left} */
  public byte[] rest() {
    return bytes(input.length - at);
  }
}
