package org.sanswitch.launcher.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * {@code -Dsanswitch.control=<path>}: a Unix domain socket over which an operator of the same user
 * asks and commands the switch, a line at a time. Without the property there is none. The directory
 * must be the user's own and closed to everybody else, for it alone keeps others out.
 */
final class Control {

  private static final String PROPERTY = "sanswitch.control";

  private final ServerSocketChannel listener;
  private final ControlCommands commands;

  private Control(ServerSocketChannel listener, ControlCommands commands) {
    this.listener = listener;
    this.commands = commands;
  }

  /** Listens if the property is set; if it cannot, says why, and the switch runs without. */
  static void open(ControlCommands commands, SelectorProvider jdk, AtExit atExit) {
    String path = System.getProperty(PROPERTY);
    if (path == null) {
      return;
    }
    try {
      Path socket = Path.of(path).toAbsolutePath();
      checkDirectory(socket.resolveSibling("."));
      ServerSocketChannel listener = jdk.openServerSocketChannel(StandardProtocolFamily.UNIX);
      deleteIfLeft(socket, jdk);
      listener.bind(UnixDomainSocketAddress.of(socket));
      atExit.delete(socket);
      Thread thread = new Thread(new Control(listener, commands)::serve, "sanswitch-control");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException | RuntimeException e) {
      System.err.println("sanswitch: no control socket: " + e.getMessage());
    }
  }

  /** The socket of a process that was killed stays; nobody answers on it. */
  private static void deleteIfLeft(Path socket, SelectorProvider jdk) throws IOException {
    if (Files.exists(socket)) {
      try (SocketChannel other = jdk.openSocketChannel(StandardProtocolFamily.UNIX)) {
        other.connect(UnixDomainSocketAddress.of(socket));
      } catch (ConnectException e) {
        Files.delete(socket);
      }
    }
  }

  private static void checkDirectory(Path directory) throws IOException {
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
    String owner = Files.getOwner(directory).getName();
    if (!mode.equals("rwx------") || !owner.equals(System.getProperty("user.name"))) {
      throw new IOException(directory.normalize() + " is " + mode + " of " + owner
          + ", but must be rwx------ of " + System.getProperty("user.name"));
    }
  }

  /** One client at a time; a client may send any number of lines. */
  private void serve() {
    while (listener.isOpen()) {
      try (SocketChannel client = listener.accept();
          BufferedReader in =
              new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
          PrintWriter out =
              new PrintWriter(Channels.newWriter(client, StandardCharsets.UTF_8), false)) {
        LineReader lines = new LineReader(in);
        for (String line = lines.next(); line != null; line = lines.next()) {
          commands.answer(line).forEach(out::println);
          out.flush();
        }
      } catch (IOException e) {
        // This client is gone, or sends what is no command; the next one is served.
      }
    }
  }
}
