package org.sanswitch.launcher.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sanswitch.launcher.Installation;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.Children;
import org.sanswitch.launcher.child.Control;
import org.sanswitch.launcher.child.JavaChild;
import org.sanswitch.launcher.child.RouteRow;

/**
 * A server and its clients, in JVMs of their own: over the JDK alone, over the switch by TCP/IP and
 * by shared memory, and while the provider of shared memory goes and comes back. Every route is
 * asked from the switches, none is assumed.
 */
public final class Demo {

  private static final int BOUND_S = 600;
  private static final String ALL_BY_TCP =
      "use tcp connect 0.0.0.0/0; use tcp connect ::/0";
  private static final String EMULATED = "org.sanswitch.provider.emu";

  private final Children children;
  private final Path file;
  private final Table table = new Table();

  private Demo(Children children, Path file) {
    this.children = children;
    this.file = file;
  }

  /**
   * Runs the demo; progress goes to standard error, the table and the verdict to standard output.
   *
   * @param installation where the jars are
   * @param file the file to move
   * @return whether all of it held
   * @throws IOException if it cannot begin
   */
  public static boolean run(Installation installation, Path file) throws IOException {
    try (Children children = new Children(installation, BOUND_S)) {
      Demo demo = new Demo(children, file);
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
    try (JavaChild server = children.startPlain("demo.Server");
        JavaChild client =
            children.startPlain("demo.Client", Ports.read(server).clientArguments(file))) {
      table.row("jdk", "-", Figures.read(client));
    }
  }

  private void overTheSwitch() throws IOException, CheckFailedException {
    try (JavaChild server = children.startSwitched("", "demo.Server")) {
      Ports ports = Ports.read(server);
      Progress.line("the switch on TCP/IP, by a rule");
      client(ports, ALL_BY_TCP, new Expected("tcp by rule", row -> row.reason().equals("RULE")));
      Progress.line("the switch on shared memory");
      client(ports, "", Expected.SAN);
      providerLeaves(server, ports);
    }
  }

  private void providerLeaves(JavaChild server, Ports ports)
      throws IOException, CheckFailedException {
    try (Visits visits = Visits.start(children, ports); Control control = server.control()) {
      Progress.line("clients keep coming");
      visits.nextGoBy(Expected.SAN);
      control.ask("bundle stop " + EMULATED);
      Progress.line("the provider of shared memory is stopped in the server");
      visits.nextGoBy(Expected.TCP);
      client(ports, "", Expected.TCP);
      control.ask("bundle start " + EMULATED);
      Progress.line("the provider of shared memory is started again");
      visits.awaitFirst(Expected.SAN);
      visits.nextGoBy(Expected.SAN);
      client(ports, "", Expected.SAN);
    }
  }

  /** One client, measured; one row of the table. */
  private void client(Ports ports, String rules, Expected expected)
      throws IOException, CheckFailedException {
    try (JavaChild client =
        children.startSwitched(rules, "demo.Client", ports.clientArguments(file))) {
      Figures figures = Figures.read(client);
      try (Control control = client.control()) {
        RouteRow route = expected.only(control.routes().rows());
        if (route.connected() != Figures.CONNECTIONS || route.sent() < figures.bytes()) {
          throw new CheckFailedException(
              "the switch counts other traffic than there was: " + route);
        }
        table.row(route.provider(), route.reason(), figures);
      }
    }
  }
}
