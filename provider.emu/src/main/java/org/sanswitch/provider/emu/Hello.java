package org.sanswitch.provider.emu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a connecting side: who wants to reach whom, and where its segment is.
 *
 * <pre>
 *    0 magic (8)   8 version (4)  12 segment layout version (4)  16 segment (48)
 *   64 address of the client: length (2), port (2), 16 bytes
 *   84 destination, alike
 * </pre>
 *
 * @param client address of the connecting side
 * @param destination the address that it connects to
 * @param segment its segment
 */
record Hello(InetSocketAddress client, InetSocketAddress destination, SegmentId segment) {

  static final int BYTES = 104;
  static final long MAGIC = 0x6f6c_6c65_4855_4d45L;
  static final int VERSION = 1;

  private static final int ADDRESS_BYTES = 16;

  ByteBuffer encode() {
    ByteBuffer to = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    to.putLong(MAGIC).putInt(VERSION).putInt(SegmentDescriptor.VERSION);
    segment.write(to);
    write(to, client);
    write(to, destination);
    return to.flip();
  }

  /** {@return whether the message is of this kind and version, so that decode makes sense} */
  static boolean isKnown(ByteBuffer from) {
    return from.getLong(0) == MAGIC
        && from.getInt(Long.BYTES) == VERSION
        && from.getInt(Long.BYTES + Integer.BYTES) == SegmentDescriptor.VERSION;
  }

  /** {@return what the message says, or null if it breaks the rules} */
  static @Nullable Hello decode(ByteBuffer from) {
    from.position(Long.BYTES + 2 * Integer.BYTES);
    SegmentId segment = SegmentId.read(from);
    InetSocketAddress client = readAddress(from);
    InetSocketAddress destination = readAddress(from);
    return segment == null || client == null || destination == null
        ? null
        : new Hello(client, destination, segment);
  }

  private static void write(ByteBuffer to, InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    to.putShort((short) bytes.length).putShort((short) address.getPort());
    to.put(bytes).position(to.position() + ADDRESS_BYTES - bytes.length);
  }

  private static @Nullable InetSocketAddress readAddress(ByteBuffer from) {
    int length = from.getShort();
    int port = Short.toUnsignedInt(from.getShort());
    byte[] all = new byte[ADDRESS_BYTES];
    from.get(all);
    if (length != 4 && length != ADDRESS_BYTES) {
      return null;
    }
    try {
      InetAddress address = InetAddress.getByAddress(Arrays.copyOf(all, length));
      // One way to write an address: no IPv4 address as one of IPv6, nothing behind a short one.
      boolean only = Arrays.equals(all, Arrays.copyOf(address.getAddress(), ADDRESS_BYTES));
      return only ? new InetSocketAddress(address, port) : null;
    } catch (IOException e) {
      return null;
    }
  }
}
