package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.sanswitch.fuzz.FuzzTarget;

/**
 * What is said before a connection stands, and the descriptors of remote memory: refused, or written
 * again it gives the same bytes; and no name of a file can be made of it but 32 hexadecimal digits.
 *
 * <p>An input: which message (1), then its bytes, cut or filled with zeros to its length.
 */
class HandshakeFuzz extends FuzzTarget {

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] message = Arrays.copyOfRange(input, 1, input.length);
    switch (input[0] & 3) {
      case 0 -> hello(Arrays.copyOf(message, Hello.BYTES));
      case 1 -> reply(Arrays.copyOf(message, Reply.BYTES));
      default -> descriptor(message);
    }
  }

  private static ByteBuffer wrap(byte[] message) {
    return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void hello(byte[] message) {
    if (Hello.isKnown(wrap(message))) {
      Hello hello = Hello.decode(wrap(message));
      if (hello != null) {
        assertArrayEquals(message, hello.encode().array());
        assertSound(hello.segment());
      }
    }
  }

  private static void reply(byte[] message) {
    Reply reply = Reply.decode(wrap(message));
    if (reply != null) {
      assertArrayEquals(message, reply.encode().array());
      assertEquals(reply.status() == Reply.Status.ACCEPTED, reply.segment() != null);
      if (reply.segment() != null) {
        assertSound(reply.segment());
      }
    }
  }

  private static void assertSound(SegmentId segment) {
    assertTrue(segment.directory().toString().matches("[0-9a-f]{32}"));
    assertTrue(segment.file().toString().matches("[0-9a-f]{32}"));
    long arena = segment.size() - SegmentDescriptor.ARENA_OFFSET;
    assertTrue(arena >= SegmentDescriptor.MIN_ARENA && arena <= SegmentDescriptor.MAX_ARENA);
  }

  private static void descriptor(byte[] message) {
    RemoteDescriptor descriptor = RemoteDescriptor.of(message);
    if (descriptor != null) {
      assertArrayEquals(message, descriptor.toBytes());
      assertTrue(descriptor.index() >= 0 && descriptor.index() < SegmentDescriptor.KEYS);
    }
  }
}
