package org.sanswitch.launcher.demo;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sanswitch.launcher.Installation;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.Children;
import org.sanswitch.launcher.child.Control;
import org.sanswitch.launcher.child.JavaChild;
import org.sanswitch.launcher.child.Program;
import org.sanswitch.launcher.child.RouteRow;

/**
 * H2's own server and a JDBC client, in JVMs of their own that are started anew for each route, so
 * that no route finds a server that another one has warmed up.
 */
final class Database {

  private static final int SECRET_BYTES = 16;
  private static final String LOOPBACK = "127.0.0.1";

  /** In milliseconds; H2's own 2 s are too short on a busy machine, for a SAN and for TCP/IP. */
  private static final String CONNECT_BOUND = "-Dh2.socketConnectTimeout=60000";

  private static final Pattern RUNNING =
      Pattern.compile("TCP server running at tcp://[^ ]+:(\\d+) .*");

  private final Children children;
  private final Installation installation;
  private final int rows;

  /** Who knows it may open, and so create, the database; H2 lets its users run code. */
  private final String secret;

  Database(Children children, Installation installation, int rows) {
    this.children = children;
    this.installation = installation;
    this.rows = rows;
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    secret = HexFormat.of().formatHex(random);
  }

  DatabaseFigures overTheJdkAlone() throws IOException, CheckFailedException {
    Progress.line("  a database, " + rows + " rows");
    try (JavaChild server = children.startPlain(server());
        JavaChild client = children.startPlain(client(server))) {
      return DatabaseFigures.read(client, rows);
    }
  }

  /** As the switch in the client says it went. */
  DatabaseFigures overTheSwitch(String rules, Expected expected)
      throws IOException, CheckFailedException {
    Progress.line("  a database, " + rows + " rows");
    try (JavaChild server = children.startSwitched("", server());
        JavaChild client = children.startSwitched(rules, client(server))) {
      DatabaseFigures figures = DatabaseFigures.read(client, rows);
      try (Control control = client.control()) {
        check(expected.only(control.routes().rows()), figures);
      }
      return figures;
    }
  }

  private static void check(RouteRow route, DatabaseFigures figures) throws CheckFailedException {
    if (route.connected() != DatabaseFigures.CONNECTIONS || route.sent() < figures.leastSent()
        || route.received() < figures.leastReceived()) {
      throw new CheckFailedException("the switch counts other traffic than the database's, "
          + figures.leastSent() + " bytes sent and " + figures.leastReceived()
          + " received at least: " + route);
    }
  }

  /** The server as H2 ships it, on this host alone, with a database in memory. */
  private Program server() {
    return new Program("demo.UntilInputEnds",
        List.of("org.h2.tools.Server", "-tcp", "-tcpPort", "0", "-ifNotExists", "-key", secret,
            "mem:demo"),
        List.of("-Dh2.bindAddress=" + LOOPBACK), List.of(installation.database()));
  }

  private Program client(JavaChild server) throws CheckFailedException {
    Matcher running = RUNNING.matcher(server.line());
    if (!running.matches()) {
      throw server.failed("does not say where it listens");
    }
    String url = "jdbc:h2:tcp://" + LOOPBACK + ":" + running.group(1) + "/" + secret;
    return new Program("demo.DatabaseClient", List.of(url, Integer.toString(rows)),
        List.of(CONNECT_BOUND), List.of(installation.database()));
  }
}
