package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL's server, as Debian packages it, with a database of its own. */
final class NativeServer implements AutoCloseable {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final long BOUND_SECONDS = 60;

  private final Process process;
  private final int port;

  private NativeServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** {@return the directory of its programs, if it is installed} */
  static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions.map(version -> version.resolve("bin"))
        .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
        .findFirst();
    }
  }

  /** Starts it in that directory; it never runs as root. */
  static NativeServer start(Path bin, Path directory) throws Exception {
    Path data = directory.resolve("data");
    List<String> user = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      user.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
      run(List.of("chown", "postgres", directory.toString()), directory);
    }
    run(with(user, bin.resolve("initdb").toString(), "-D", data.toString(), "-U", "plain", "-A",
        "trust", "--no-sync"), directory);
    int port = freePort();
    Process process = new ProcessBuilder(with(user, bin.resolve("postgres").toString(), "-D",
        data.toString(), "-c", "listen_addresses=127.0.0.1", "-c", "port=" + port, "-c",
        "unix_socket_directories=" + directory))
      .directory(directory.toFile())
      .redirectErrorStream(true)
      .redirectOutput(directory.resolve("postgres.log").toFile())
      .start();
    NativeServer server = new NativeServer(process, port);
    server.awaitListening();
    return server;
  }

  private static List<String> with(List<String> before, String... command) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(command));
    return all;
  }

  private static void run(List<String> command, Path directory) throws Exception {
    Path log = directory.resolve("commands.log");
    Process process = new ProcessBuilder(command).directory(directory.toFile())
      .redirectErrorStream(true)
      .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
      .start();
    assertTrue(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS), () -> command + " ends");
    assertEquals(0, process.exitValue(), command + ": " + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (!isListening()) {
      assertTrue(process.isAlive() && System.nanoTime() < end, "PostgreSQL does not start");
      Thread.sleep(50);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String address() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
