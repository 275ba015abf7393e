package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.sanswitch.itests.Await;
import org.sanswitch.itests.agent.PlainJvm;
import org.sanswitch.itests.agent.PlainProgram;
import plain.Talk;

/** A server or client of {@link Talk} in a JVM with the switch, and what its switch says of it. */
final class Talker implements AutoCloseable {

  /**
   * A connection of the client.
   *
   * @param id its number in the client
   * @param port its local port
   */
  record Connection(int id, int port) {}

  private final PlainJvm jvm;
  private final Control control;

  private Talker(PlainJvm jvm, Control control) {
    this.jvm = jvm;
    this.control = control;
  }

  static Talker start(Path directory, String side, String... options) throws Exception {
    Path socket = Control.socketIn(directory);
    PlainProgram program = Guest.accelerated(directory, Talk.class, Guest.ADDRESS)
      .option("-Dsanswitch.control=" + socket);
    for (String option : options) {
      program.option(option);
    }
    PlainJvm jvm = side.equals("server") ? program.start(side, 0) : program.start(side);
    return new Talker(jvm, new Control(socket));
  }

  /** {@return one whose JVM is started by another command} */
  static Talker startUnder(Path directory, String side, String... command) throws Exception {
    Path socket = Control.socketIn(directory);
    PlainProgram program = Guest.accelerated(directory, Talk.class, Guest.ADDRESS)
      .option("-Dsanswitch.control=" + socket)
      .under(command);
    return new Talker(program.start(side), new Control(socket));
  }

  /** {@return one in a JVM that knows nothing of the switch, and cannot be asked about it} */
  static Talker startWithoutAgent(Path directory, String side) throws Exception {
    return new Talker(Guest.program(directory, Talk.class, Guest.ADDRESS).start(side),
        new Control(directory.resolve("none")));
  }

  /** {@return the next line that it prints} */
  String line() throws Exception {
    return jvm.line();
  }

  /** {@return the answer to a command} */
  String ask(String command) throws Exception {
    jvm.say(command);
    return jvm.line();
  }

  void say(String command) throws Exception {
    jvm.say(command);
  }

  /** {@return a connection that was opened} */
  Connection open(String address, String port, String mode) throws Exception {
    String answer = ask("open " + address + " " + port + " " + mode);
    String[] words = answer.split(" ");
    assertEquals(answer + " of " + jvm, "open", words[0]);
    return new Connection(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
  }

  void echo(Connection connection, int size) throws Exception {
    assertEquals(jvm.toString(), "echoed " + size, ask("echo " + connection.id() + " " + size));
  }

  /** Has its framework do something. */
  void command(String command) throws Exception {
    assertEquals(command, List.of(), control.ask(command));
  }

  /** The connections that its switch carries. */
  List<String> connections() throws Exception {
    return control.ask("connections");
  }

  /** {@return the provider that carries the connection with this port at the client} */
  String providerOf(Connection connection) throws Exception {
    return connections().stream()
      .filter(line -> line.matches(".*[:.]" + connection.port() + "\t.*"))
      .map(line -> line.replaceAll(".*\troute=Route\\[provider=([^,]*),.*", "$1"))
      .findFirst()
      .orElse("tcp");
  }

  /** {@return what its switch counts: a line for each route and reason} */
  List<String> routes() throws Exception {
    return control.ask("routes");
  }

  /** {@return how many connections it has made by that route, for that reason} */
  long connected(String provider, String reason) throws Exception {
    return count("connected", provider, reason);
  }

  /** {@return how many connections it has taken by that route, for that reason} */
  long accepted(String provider, String reason) throws Exception {
    return count("accepted", provider, reason);
  }

  private long count(String which, String provider, String reason) throws Exception {
    return routes().stream()
      .filter(line -> line.startsWith("provider=" + provider)
          && line.contains("\treason=" + reason + "\t"))
      .mapToLong(line -> Long.parseLong(line.replaceAll(".*\t" + which + "=(\\d+)\t.*", "$1")))
      .sum();
  }

  /** {@return the providers, a line each} */
  List<String> providers() throws Exception {
    return control.ask("providers");
  }

  /** Waits until the provider of RDMA is in this state. {@return what its switch says of it} */
  String awaitProvider(String state) throws Exception {
    return Await.value("a provider " + Guest.PROVIDER + " that is " + state,
        () -> String.join("\n", providers().stream()
          .filter(line -> line.startsWith("name=" + Guest.PROVIDER))
          .toList()),
        line -> line.contains("\tstate=" + state + "\t"));
  }

  void assertBundleIsActive(String name) throws Exception {
    List<String> bundles = control.ask("bundles");
    assertTrue(bundles.toString(),
        bundles.stream().anyMatch(line -> line.matches(name + "\t.*\tACTIVE")));
  }

  /** Opens connections until one goes over verbs: the negative cache and the device take a while. */
  void awaitVerbs(Talker server, String port, int size) throws Exception {
    awaitProvider("RUNNING");
    server.awaitProvider("RUNNING");
    Await.until("a connection over verbs", () -> {
      Connection connection = open(Guest.ADDRESS, port, "echo");
      echo(connection, size);
      String provider = providerOf(connection);
      assertEquals("closed", ask("close " + connection.id()));
      assertEquals(size + " end of stream", server.end(connection));
      return provider.startsWith(Guest.PROVIDER);
    });
  }

  void kill() throws Exception {
    jvm.kill();
  }

  PlainJvm jvm() {
    return jvm;
  }

  /** {@return how many bytes the server took over a connection until it ended, and how it ended} */
  String end(Connection connection) throws Exception {
    String begin = "ended " + connection.port() + " ";
    String line = jvm.line();
    while (!line.startsWith(begin)) {
      line = jvm.line();
    }
    return line.substring(begin.length());
  }

  void assertFailed(String answer) {
    assertTrue(answer + " of " + jvm, answer.startsWith("failed: java.net.SocketException"));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
