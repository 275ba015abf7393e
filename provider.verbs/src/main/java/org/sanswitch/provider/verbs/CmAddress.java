package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Socket addresses as the kernel has them. */
final class CmAddress {

  static final int BYTES = 28;

  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int PORT = 2;
  private static final int INET_ADDRESS = 4;
  private static final int INET6_ADDRESS = 8;
  private static final int INET6_SCOPE = 24;
  private static final int INET_BYTES = 4;
  private static final int INET6_BYTES = 16;

  private CmAddress() {}

  /** {@return an address for the kernel; it must be resolved} */
  static MemorySegment encode(Arena arena, InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    MemorySegment to = arena.allocate(BYTES, Long.BYTES);
    boolean inet6 = bytes.length == INET6_BYTES;
    to.set(ValueLayout.JAVA_SHORT, 0, (short) (inet6 ? INET6 : INET));
    to.set(ValueLayout.JAVA_BYTE, PORT, (byte) (address.getPort() >> Byte.SIZE));
    to.set(ValueLayout.JAVA_BYTE, PORT + 1, (byte) address.getPort());
    MemorySegment.copy(
        bytes, 0, to, ValueLayout.JAVA_BYTE, inet6 ? INET6_ADDRESS : INET_ADDRESS, bytes.length);
    if (inet6) {
      to.set(
          ValueLayout.JAVA_INT, INET6_SCOPE,
          ((Inet6Address) address.getAddress()).getScopeId());
    }
    return to;
  }

  /** {@return the address at a place, or null if it is of no family that is known} */
  static @Nullable InetSocketAddress decode(long at) {
    int family = Raw.unsignedShort(at);
    int port = Raw.unsignedByte(at + PORT) << Byte.SIZE | Raw.unsignedByte(at + PORT + 1);
    try {
      return switch (family) {
        case INET ->
          new InetSocketAddress(
              InetAddress.getByAddress(Raw.bytes(at + INET_ADDRESS, INET_BYTES)), port);
        case INET6 ->
          new InetSocketAddress(
              InetAddress.getByAddress(Raw.bytes(at + INET6_ADDRESS, INET6_BYTES)), port);
        default -> null;
      };
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of a length that cannot be", e);
    }
  }
}
