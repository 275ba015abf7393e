package org.sanswitch.provider.emu;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * Where the listener behind a TCP/IP socket is found: a link {@code r/<network
 * namespace>-<port>-<inode>} to a Unix domain socket in the directory of its adapter. The name is
 * that of exactly one socket of the kernel, so nobody else can be reached by it (LIS-4).
 */
final class Rendezvous {

  private static final Path NAMESPACE = Path.of("/proc/self/ns/net");
  private static final int SOCKET_BACKLOG = 1024;

  private final UserDirectory user;
  private final String namespace;

  Rendezvous(UserDirectory user) throws AdapterException {
    this.user = user;
    try {
      this.namespace = Files.readSymbolicLink(NAMESPACE).toString().replaceAll("\\D", "");
    } catch (IOException e) {
      throw new AdapterException(
          AdapterError.NOT_SUPPORTED,
          RouteReason.PLATFORM_UNSUPPORTED,
          "cannot tell the network namespace: " + e,
          e);
    }
  }

  /** A bound socket with its two names. */
  record Bound(UnixSocket listener, Path socket, Path link) {

    /** Removes the names first, so that nobody finds a socket that does not answer. */
    void close() throws IOException {
      try {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target(socket))) {
          Files.deleteIfExists(link);
        }
        Files.deleteIfExists(socket);
      } finally {
        listener.close();
      }
    }
  }

  /**
   * Makes a listener to be found.
   *
   * @throws AdapterException ADDRESS_IN_USE if another adapter listens on behalf of that socket;
   *     NO_RESOURCES
   */
  Bound bind(ProcessDirectory directory, int port, long inode) throws AdapterException {
    Path socket = directory.path().resolve("s-" + port + '-' + inode);
    Path link = user.rendezvous().resolve(name(port, inode));
    int longest = Math.max(socket.toString().length(), link.toString().length());
    if (longest > UnixSocket.PATH_BOUND) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES,
          RouteReason.NO_SHARED_MEMORY,
          "path of " + longest + " characters, " + UnixSocket.PATH_BOUND + " are allowed: "
              + socket);
    }
    if (Files.exists(link)) {
      throw new AdapterException(
          AdapterError.ADDRESS_IN_USE,
          RouteReason.PROVIDER_FAILED,
          link + " leads to " + quietTarget(link));
    }
    UnixSocket listener = null;
    try {
      listener = UnixSocket.listen(socket, SOCKET_BACKLOG);
      // What is there leads nowhere: a process died, and its socket's number is in use again.
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, target(socket));
      return new Bound(listener, socket, link);
    } catch (IOException e) {
      if (listener != null) {
        listener.close();
        remove(socket);
      }
      throw new AdapterException(
          e instanceof FileAlreadyExistsException
              ? AdapterError.ADDRESS_IN_USE
              : AdapterError.NO_RESOURCES,
          RouteReason.PROVIDER_FAILED,
          "cannot bind " + socket + ": " + e,
          e);
    }
  }

  /**
   * Connects to the listener behind a TCP/IP socket.
   *
   * @throws AdapterException NOT_REACHED with PEER_HAS_NO_SWITCH, RENDEZVOUS_UNSAFE or OTHER_USER;
   *     BACKLOG_FULL
   */
  EmuLink connect(InetSocketAddress destination, long inode) throws AdapterException {
    Path link = user.rendezvous().resolve(name(destination.getPort(), inode));
    checkOwner(link);
    UnixSocket socket;
    try {
      socket = UnixSocket.connect(link);
    } catch (IOException e) {
      throw notReached(RouteReason.PEER_HAS_NO_SWITCH, "nobody answers at " + link, e);
    }
    if (socket == null) {
      throw new AdapterException(
          AdapterError.BACKLOG_FULL,
          RouteReason.PROVIDER_FAILED,
          "the queue of " + link + " is full: " + SOCKET_BACKLOG);
    }
    EmuLink found = new EmuLink(socket);
    boolean ours = false;
    try {
      ours = found.isPeer(user.user());
      if (!ours) {
        throw notReached(
            RouteReason.OTHER_USER, link + " belongs to a process of " + found.peer(), null);
      }
      return found;
    } catch (IOException e) {
      throw notReached(RouteReason.PEER_HAS_NO_SWITCH, "nobody answers at " + link, e);
    } finally {
      if (!ours) {
        found.close();
      }
    }
  }

  private void checkOwner(Path link) throws AdapterException {
    Object owner;
    try {
      owner = Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw notReached(RouteReason.PEER_HAS_NO_SWITCH, "nobody at " + link, null);
    } catch (IOException e) {
      throw notReached(RouteReason.PEER_HAS_NO_SWITCH, "cannot look at " + link, e);
    }
    if (!owner.equals(user.user())) {
      throw notReached(
          RouteReason.RENDEZVOUS_UNSAFE, link + " has owner " + owner + ", not " + user.user(),
          null);
    }
  }

  private String name(int port, long inode) {
    return namespace + '-' + port + '-' + inode;
  }

  private static Path target(Path socket) {
    int names = socket.getNameCount();
    return Path.of("..").resolve(socket.subpath(names - 2, names));
  }

  private static String quietTarget(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void remove(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      System.getLogger(Rendezvous.class.getName())
        .log(System.Logger.Level.WARNING, "cannot remove " + socket, e);
    }
  }

  private static AdapterException notReached(
      RouteReason reason, String detail, @Nullable Throwable cause) {
    return new AdapterException(AdapterError.NOT_REACHED, reason, detail, cause);
  }
}
