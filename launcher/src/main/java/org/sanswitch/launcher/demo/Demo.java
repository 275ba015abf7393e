package org.sanswitch.launcher.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sanswitch.launcher.Installation;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.Children;
import org.sanswitch.launcher.child.Control;
import org.sanswitch.launcher.child.JavaChild;
import org.sanswitch.launcher.child.Program;
import org.sanswitch.launcher.child.RouteRow;

/**
 * A server and its clients, and a database and its client, in JVMs of their own: over the JDK
 * alone, and over the switch by TCP/IP and by shared memory; and a server whose clients keep coming
 * while the provider of shared memory goes and comes back. Every route is asked from the switches,
 * none is assumed.
 */
public final class Demo {

  private static final int BOUND_S = 900;
  private static final String ALL_BY_TCP =
      "use tcp connect 0.0.0.0/0; use tcp connect ::/0";
  private static final String EMULATED = "org.sanswitch.provider.emu";

  private final Children children;
  private final Path file;
  private final Database database;
  private final Table table = new Table();

  private Demo(Children children, Path file, Database database) {
    this.children = children;
    this.file = file;
    this.database = database;
  }

  /**
   * Runs the demo; progress goes to standard error, the table and the verdict to standard output.
   *
   * @param installation where the jars are
   * @param file the file to move
   * @param rows how many rows go into the database
   * @return whether all of it held
   * @throws IOException if it cannot begin
   */
  public static boolean run(Installation installation, Path file, int rows)
      throws IOException {
    try (Children children = new Children(installation, BOUND_S)) {
      Demo demo = new Demo(children, file, new Database(children, installation, rows));
      String problem = demo.problem();
      System.out.print(demo.table);
      if (problem == null) {
        System.out.println("demo: ok");
        return true;
      }
      System.out.println("demo: FAILED: "
          + (children.isLate() ? "it took longer than " + BOUND_S + " s: " : "") + problem);
      return false;
    }
  }

  /** Why not all of it held, or null. */
  private @Nullable String problem() {
    try {
      overTheJdkAlone();
      overTheSwitch();
      return null;
    } catch (CheckFailedException e) {
      return e.getMessage();
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }

  private void overTheJdkAlone() throws IOException, CheckFailedException {
    Progress.line("the JDK alone: moving " + file);
    Figures figures;
    try (JavaChild server = children.startPlain(Program.of("demo.Server"));
        JavaChild client = children.startPlain(Ports.read(server).client(file))) {
      figures = Figures.read(client);
    }
    table.row("jdk", "-", figures, database.overTheJdkAlone());
  }

  private void overTheSwitch() throws IOException, CheckFailedException {
    try (JavaChild server = children.startSwitched("", Program.of("demo.Server"))) {
      Ports ports = Ports.read(server);
      Progress.line("the switch on TCP/IP, by a rule");
      everything(ports, ALL_BY_TCP, Expected.RULE);
      Progress.line("the switch on shared memory");
      everything(ports, "", Expected.SAN);
      providerLeaves(server, ports);
    }
  }

  /** One client and one client of a database, both measured; one row of the table. */
  private void everything(Ports ports, String rules, Expected expected)
      throws IOException, CheckFailedException {
    client(ports, rules, expected, database.overTheSwitch(rules, expected));
  }

  private void providerLeaves(JavaChild server, Ports ports)
      throws IOException, CheckFailedException {
    try (Visits visits = Visits.start(children, ports); Control control = server.control()) {
      Progress.line("clients keep coming");
      visits.nextGoBy(Expected.SAN);
      control.ask("bundle stop " + EMULATED);
      Progress.line("the provider of shared memory is stopped in the server");
      visits.nextGoBy(Expected.TCP);
      client(ports, "", Expected.TCP, null);
      control.ask("bundle start " + EMULATED);
      Progress.line("the provider of shared memory is started again");
      visits.awaitFirst(Expected.SAN);
      visits.nextGoBy(Expected.SAN);
      client(ports, "", Expected.SAN, null);
    }
  }

  /** One client, measured; one row of the table. */
  private void client(Ports ports, String rules, Expected expected,
      @Nullable DatabaseFigures ofDatabase) throws IOException, CheckFailedException {
    try (JavaChild client = children.startSwitched(rules, ports.client(file))) {
      Figures figures = Figures.read(client);
      try (Control control = client.control()) {
        RouteRow route = expected.only(control.routes().rows());
        if (route.connected() != Figures.CONNECTIONS || route.sent() < figures.bytes()) {
          throw new CheckFailedException(
              "the switch counts other traffic than there was: " + route);
        }
        table.row(route.provider(), route.reason(), figures, ofDatabase);
      }
    }
  }
}
