package org.sanswitch.provider.emu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * Tells which TCP/IP listener is behind an address, by the inode of its socket, so that the adapter
 * reaches exactly the process that TCP/IP would reach (LIS-4).
 */
final class TcpListeners implements AutoCloseable {

  private final SockDiag kernel = new SockDiag();
  private final ProcNetTable tables;

  TcpListeners(Path procNet) {
    this.tables = new ProcNetTable(procNet);
  }

  /**
   * {@return the inode of the listener that the kernel would choose}
   *
   * @param address the destination; the wildcard for wildcard listeners only
   * @throws AdapterException NOT_REACHED with PEER_HAS_NO_SWITCH where nobody listens, or
   *     LISTENER_AMBIGUOUS where it cannot be told
   */
  long chosen(InetSocketAddress address) throws AdapterException {
    byte[] bytes = address.getAddress().getAddress();
    long inode = kernel.find(bytes, address.getPort());
    if (inode == SockDiag.UNAVAILABLE) {
      inode = tables.find(bytes, address.getPort());
    }
    if (inode == SockDiag.NONE) {
      throw new AdapterException(
          AdapterError.NOT_REACHED,
          RouteReason.PEER_HAS_NO_SWITCH,
          "no TCP/IP listener at " + address);
    }
    if (inode < 0) {
      throw ambiguous(
          inode == ProcNetTable.AMBIGUOUS
              ? "more than one TCP/IP listener at " + address
              : "neither netlink nor /proc/net tells the TCP/IP listener at " + address);
    }
    return inode;
  }

  /**
   * Finds the listener of this process behind an address, and checks that nobody can share it.
   *
   * @param local the address, or the wildcard
   * @return the listener
   * @throws AdapterException NOT_REACHED with LISTENER_AMBIGUOUS
   */
  OwnListener own(InetSocketAddress local) throws AdapterException {
    long inode;
    try {
      inode = chosen(local);
    } catch (AdapterException e) {
      throw e.reason() == RouteReason.LISTENER_AMBIGUOUS ? e
          : ambiguous(String.valueOf(e.getMessage()));
    }
    OptionalInt fd = descriptor(inode);
    if (fd.isEmpty()) {
      throw ambiguous("the TCP/IP listener at " + local + ", inode " + inode + ", is not ours");
    }
    OwnListener own = new OwnListener(inode, fd.getAsInt());
    String defect = own.defect();
    if (defect != null) {
      throw ambiguous("the TCP/IP listener at " + local + ' ' + defect);
    }
    return own;
  }

  /**
   * A TCP/IP listener of this process.
   *
   * @param inode of its socket
   * @param fd its file descriptor
   */
  record OwnListener(long inode, int fd) {

    /** {@return why nothing may be accepted on its behalf, or null} */
    @Nullable
    String defect() {
      if (!isSocket(Path.of("/proc/self/fd/" + fd), inode)) {
        return "is closed";
      }
      int shared = Libc.reusePort(fd);
      return shared == 0 ? null : "has SO_REUSEPORT " + shared;
    }
  }

  private static OptionalInt descriptor(long inode) {
    try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        if (isSocket(each, inode)) {
          return OptionalInt.of(Integer.parseInt(each.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  private static boolean isSocket(Path fd, long inode) {
    try {
      return Files.readSymbolicLink(fd).toString().equals("socket:[" + inode + ']');
    } catch (IOException e) {
      return false;
    }
  }

  /** {@return the wildcard of the family of an address} */
  static InetAddress wildcard(InetAddress like) {
    try {
      return InetAddress.getByAddress(new byte[like.getAddress().length]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AdapterException ambiguous(String detail) {
    return new AdapterException(
        AdapterError.NOT_REACHED, RouteReason.LISTENER_AMBIGUOUS, detail);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
