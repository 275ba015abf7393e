package org.sanswitch.provider.emu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * Asks the kernel which TCP listener it would choose for an address and port, by its own lookup
 * (NETLINK_SOCK_DIAG, one socket, no dump): a few microseconds however many connections there are.
 */
final class SockDiag implements AutoCloseable {

  /** What find returns when nobody listens. */
  static final long NONE = 0;
  /** What find returns when the kernel cannot be asked. */
  static final long UNAVAILABLE = -1;

  private static final int NETLINK_SOCK_DIAG = 4;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short NLM_F_REQUEST = 1;
  private static final short NLMSG_ERROR = 2;
  private static final int ENOENT = 2;
  private static final byte AF_INET = 2;
  private static final byte AF_INET6 = 10;
  private static final byte IPPROTO_TCP = 6;
  private static final byte TCP_LISTEN = 10;

  private static final int REQUEST_SIZE = 72;
  private static final int REPLY_STATE = 17;
  private static final int REPLY_INODE = 84;
  private static final int REPLY_LEAST = 88;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment request = arena.allocate(REQUEST_SIZE, 8);
  private final MemorySegment reply = arena.allocate(4096, 8);
  private final int fd = Libc.netlink(NETLINK_SOCK_DIAG);
  /** Guarded by this. */
  private int sequence;
  /** Guarded by this. */
  private boolean closed;

  /**
   * {@return the inode of the listening socket, NONE or UNAVAILABLE}
   *
   * @param address 4 or 16 bytes; all zero for listeners on the wildcard only
   * @param port the port
   */
  synchronized long find(byte[] address, int port) {
    if (fd < 0 || closed) {
      return UNAVAILABLE;
    }
    encode(address, port);
    if (Libc.send(fd, request, REQUEST_SIZE) != REQUEST_SIZE) {
      return UNAVAILABLE;
    }
    int length;
    do {
      length = Libc.receive(fd, reply);
      if (length < 20) {
        return UNAVAILABLE;
      }
    } while (reply.get(JAVA_INT, 8) != sequence);
    return decode(reply, length);
  }

  private void encode(byte[] address, int port) {
    request.fill((byte) 0);
    request.set(JAVA_INT, 0, REQUEST_SIZE);
    request.set(JAVA_SHORT, 4, SOCK_DIAG_BY_FAMILY);
    request.set(JAVA_SHORT, 6, NLM_F_REQUEST);
    request.set(JAVA_INT, 8, ++sequence);
    request.set(JAVA_BYTE, 16, address.length == 4 ? AF_INET : AF_INET6);
    request.set(JAVA_BYTE, 17, IPPROTO_TCP);
    request.set(JAVA_INT, 20, -1);
    request.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 24, (short) port);
    MemorySegment.copy(address, 0, request, JAVA_BYTE, 28, address.length);
    request.set(JAVA_INT, 64, -1);
    request.set(JAVA_INT, 68, -1);
  }

  /**
   * {@return what a reply says: an inode, NONE or UNAVAILABLE}
   *
   * @param reply the reply, with a header and a number at least
   * @param length its length in bytes, at least 20
   */
  static long decode(MemorySegment reply, int length) {
    short type = reply.get(JAVA_SHORT, 4);
    if (type == NLMSG_ERROR) {
      return reply.get(JAVA_INT, 16) == -ENOENT ? NONE : UNAVAILABLE;
    }
    if (type != SOCK_DIAG_BY_FAMILY || length < REPLY_LEAST) {
      return UNAVAILABLE;
    }
    boolean listens = reply.get(JAVA_BYTE, REPLY_STATE) == TCP_LISTEN;
    return listens ? Integer.toUnsignedLong(reply.get(JAVA_INT, REPLY_INODE)) : NONE;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (fd >= 0) {
        Libc.close(fd);
      }
      arena.close();
    }
  }
}
