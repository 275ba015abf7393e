package org.sanswitch.itests.verbs;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the switch of another JVM, each time over a new connection to its control socket.
 *
 * @param socket where it is
 */
record Control(Path socket) {

  /** {@return a path for a control socket in a directory that only this user may enter} */
  static Path socketIn(Path directory) throws IOException {
    Path closed = Files.createTempDirectory(directory, "control",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return closed.resolve("socket");
  }

  /** {@return the lines of the answer} */
  List<String> ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
      BufferedReader answers =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      List<String> lines = new ArrayList<>();
      String next = answers.readLine();
      while (next != null && next.startsWith("\t")) {
        lines.add(next.substring(1));
        next = answers.readLine();
      }
      if (!"ok".equals(next)) {
        throw new IOException(command + ": " + next);
      }
      return lines;
    }
  }
}
