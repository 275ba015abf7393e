package org.sanswitch.launcher.demo;

import java.io.IOException;
import java.util.List;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.Children;
import org.sanswitch.launcher.child.Control;
import org.sanswitch.launcher.child.JavaChild;
import org.sanswitch.launcher.child.Program;
import org.sanswitch.launcher.child.RouteRow;
import org.sanswitch.launcher.child.Routes;

/** The clients that keep coming, and the routes that the next ones take. */
final class Visits implements AutoCloseable {

  private static final int LOOKED_AT = 20;

  /** Visits that were under way when something changed; they may have been ended by it. */
  private static final int UNDER_WAY = 2;

  private static final int MOST_UNTIL_FIRST = 2_000;

  private final JavaChild program;
  private final Control control;

  private Visits(JavaChild program, Control control) {
    this.program = program;
    this.control = control;
  }

  static Visits start(Children children, Ports ports) throws IOException, CheckFailedException {
    JavaChild program = children.startSwitched("", Program.of("demo.Visitors", ports.echoes()));
    program.line();
    return new Visits(program, program.control());
  }

  /** Looks at the next visits: each has its answer, and all go by one route. */
  RouteRow nextGoBy(Expected expected) throws IOException, CheckFailedException {
    program.skipLines();
    for (int i = 0; i < UNDER_WAY; i++) {
      program.line();
    }
    Routes before = control.routes();
    for (int i = 0; i < LOOKED_AT; i++) {
      answered(program.line());
    }
    RouteRow route = expected.only(control.routes().connectedSince(before));
    Progress.line("  the next " + route.connected() + " clients went by " + route.provider()
        + ", reason " + route.reason());
    return route;
  }

  /** Waits for the first visit that goes by a route. */
  void awaitFirst(Expected expected) throws IOException, CheckFailedException {
    Routes before = control.routes();
    List<RouteRow> since = List.of();
    for (int i = 0; i < MOST_UNTIL_FIRST; i++) {
      answered(program.line());
      since = control.routes().connectedSince(before);
      if (since.stream().anyMatch(expected.holds())) {
        return;
      }
    }
    throw new CheckFailedException("expected " + expected.name() + " within " + MOST_UNTIL_FIRST
        + " clients, but the switch says " + since);
  }

  private static void answered(String line) throws CheckFailedException {
    if (!line.equals("ok")) {
      throw new CheckFailedException("a client got no answer: " + line);
    }
  }

  @Override
  public void close() throws IOException {
    control.close();
    program.close();
  }
}
