package org.sanswitch.launcher.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client of the control socket of a program that runs with the agent. */
public final class Control implements AutoCloseable {

  private final SocketChannel channel;
  private final BufferedReader answers;

  Control(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /**
   * Sends a command and waits for its end.
   *
   * @param command as the agent's control socket documents it
   * @return the lines of the answer
   * @throws IOException if the command is refused, or nobody answers
   */
  public List<String> ask(String command) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      channel.write(line);
    }
    List<String> answer = new ArrayList<>();
    String next = answers.readLine();
    while (next != null && next.startsWith("\t")) {
      answer.add(next.substring(1));
      next = answers.readLine();
    }
    if (!"ok".equals(next)) {
      throw new IOException(command + ": " + (next == null ? "the program has ended" : next));
    }
    return answer;
  }

  /**
   * {@return what went by which route since the program started}
   *
   * @throws IOException if nobody answers
   */
  public Routes routes() throws IOException {
    return Routes.parse(ask("routes"));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
