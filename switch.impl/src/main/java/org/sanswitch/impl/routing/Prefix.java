package org.sanswitch.impl.routing;

import java.net.InetAddress;

/**
 * A set of addresses of one family that begin with the same bits.
 *
 * @param address an address of the set
 * @param bits number of leading bits that count
 */
public record Prefix(InetAddress address, int bits) {

  /**
   * {@return whether an address belongs to the set; one of the other family never does}
   *
   * @param other the address
   */
  public boolean contains(InetAddress other) {
    byte[] own = address.getAddress();
    byte[] theirs = other.getAddress();
    if (own.length != theirs.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (own[i] != theirs[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((own[whole] ^ theirs[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }
}
