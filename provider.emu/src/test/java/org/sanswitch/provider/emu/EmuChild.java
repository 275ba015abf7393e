package org.sanswitch.provider.emu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;

/** A process of its own for tests: opens, listens, accepts one, sends what it is told, and stays. */
final class EmuChild implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private EmuChild(List<String> command) throws IOException {
    process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = new BufferedReader(new InputStreamReader(process.getInputStream()));
  }

  /**
   * Starts a JVM.
   *
   * @param prefix what stands before the command, such as ip netns exec
   * @param options options of the JVM
   * @param arguments of main: directory, bind address, port, number of messages
   */
  static EmuChild start(List<String> prefix, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EmuChild.class.getName());
    command.addAll(List.of(arguments));
    return new EmuChild(command);
  }

  static EmuChild start(Path directory, int messages) throws IOException {
    return start(
        List.of(),
        List.of("--enable-native-access=ALL-UNNAMED"),
        directory.toString(),
        InetAddress.getLoopbackAddress().getHostAddress(),
        "0",
        Integer.toString(messages));
  }

  /** {@return the rest of the next line, which must begin with that word} */
  String expect(String word) throws IOException {
    String line = output.readLine();
    if (line == null || !line.startsWith(word + ' ')) {
      throw new AssertionError("expected " + word + ", got " + line);
    }
    return line.substring(word.length() + 1);
  }

  InetSocketAddress address() throws IOException {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(expect("port")));
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws Exception {
    kill();
  }

  public static void main(String[] args) throws Exception {
    Recorder events = new Recorder();
    EmuAdapter adapter =
        new EmuAdapter(EmuSettings.in(Path.of(args[0])), "child");
    try {
      adapter.open(events);
    } catch (AdapterException e) {
      System.out.println("failed " + e.reason());
      return;
    }
    Thread.ofPlatform()
      .daemon()
      .start(
          () -> {
            while (true) {
              adapter.processEvents(1_000_000_000);
            }
          });
    ServerSocketChannel tcp =
        ServerSocketChannel.open()
          .bind(new InetSocketAddress(args[1], Integer.parseInt(args[2])));
    InetSocketAddress local = (InetSocketAddress) tcp.getLocalAddress();
    adapter.listen(local, 8);
    System.out.println("port " + local.getPort());
    ConnectionRequest request = null;
    while (request == null) {
      Recorder.Event event = events.poll();
      request = event == null ? null : (ConnectionRequest) event.subject();
    }
    Peer peer = new Peer((EmuQueuePair) adapter.createQueuePair(""), 4096, Peer.SLOTS);
    request.accept(peer.queuePair);
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      peer.send(new byte[]{(byte) i});
    }
    System.out.println("sent " + args[3]);
    while (true) {
      Peer.Done done = peer.received();
      byte[] message = peer.data(done);
      peer.post(done.id());
      peer.send(message);
    }
  }
}
