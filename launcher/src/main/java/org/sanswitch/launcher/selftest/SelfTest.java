package org.sanswitch.launcher.selftest;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sanswitch.launcher.Installation;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.Children;
import org.sanswitch.launcher.child.Control;
import org.sanswitch.launcher.child.Fields;
import org.sanswitch.launcher.child.JavaChild;
import org.sanswitch.launcher.child.Program;
import org.sanswitch.launcher.child.RouteRow;

/**
 * Says what the switch finds here: the environment, the providers with the reason for each that
 * does not run, and whether a plain program gets its bytes back over each that does.
 */
public final class SelfTest {

  /** For a few programs, each of which may let its next line wait for three minutes. */
  private static final int BOUND_S = 900;
  private static final String TCP = "tcp";
  private static final String LOOP = "demo.Loop";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1");

  /** An address in the text of a provider's status: after a slash, in front of the next sign. */
  private static final Pattern ADDRESS = Pattern.compile("/([0-9a-f.:]+)");

  private final Children children;

  /** Whether all loops held up to now. */
  private boolean well = true;

  private SelfTest(Children children) {
    this.children = children;
  }

  /**
   * Runs the self-test; everything goes to standard output.
   *
   * @param installation where the jars are
   * @param settings options of the JVMs with the switch, as in {@code -Dsanswitch.spin.micros=0}
   * @return whether all loops held
   * @throws IOException if it cannot begin
   */
  public static boolean run(Installation installation, List<String> settings)
      throws IOException {
    Environment.print();
    try (Children children = new Children(installation, BOUND_S, settings)) {
      SelfTest test = new SelfTest(children);
      String verdict = test.verdict();
      System.out.println("selftest: " + verdict);
      return test.well;
    }
  }

  private String verdict() {
    try {
      int running = loops();
      if (!well) {
        return "FAILED";
      }
      return running == 0 ? "ok, but nothing is accelerated here: all goes by tcp" : "ok";
    } catch (CheckFailedException | IOException e) {
      well = false;
      return "FAILED: " + late() + e.getMessage();
    }
  }

  /** Loops over TCP and each provider that runs; the number of those. */
  private int loops() throws IOException, CheckFailedException {
    loop(TCP, Program.of(LOOP));
    int running = 0;
    for (Fields provider : providers()) {
      String name = provider.text("name");
      Environment.line("provider",
          name + " " + provider.text("version") + " " + provider.text("state")
              + (provider.text("reason").equals("SAN") ? "" : ", reason " + provider.text("reason"))
              + (provider.text("detail").isEmpty() ? "" : ": " + provider.text("detail")));
      if (provider.text("state").equals("RUNNING")) {
        loop(name, Program.of(LOOP, addressOf(provider)));
        running++;
      }
    }
    return running;
  }

  /** An address that the provider serves, the loopback if it does; as an argument, or none. */
  static String[] addressOf(Fields provider) {
    List<String> served =
        ADDRESS.matcher(provider.text("addresses")).results().map(each -> each.group(1)).toList();
    return served.isEmpty() || served.stream().anyMatch(LOOPBACK::contains)
        ? new String[0]
        : new String[]{served.getFirst()};
  }

  private String late() {
    return children.isLate() ? "it took longer than " + BOUND_S + " s: " : "";
  }

  private List<Fields> providers() throws IOException, CheckFailedException {
    try (JavaChild program = children.startSwitched("", Program.of(LOOP))) {
      program.line();
      try (Control control = program.control()) {
        return control.ask("providers").stream().map(Fields::parse).toList();
      }
    }
  }

  private void loop(String route, Program loop) throws IOException {
    String rules = "use " + route + " connect 0.0.0.0/0; use " + route + " connect ::/0";
    try (JavaChild program = children.startSwitched(rules, loop)) {
      String answer = program.line();
      try (Control control = program.control()) {
        List<RouteRow> rows =
            control.routes().rows().stream().filter(row -> row.connected() > 0).toList();
        boolean right = rows.size() == 1 && rows.getFirst().provider().equals(route);
        result(route, answer.equals("same") && right,
            right ? answer : "went another way: " + rows);
        memory(control, route);
      }
    } catch (CheckFailedException e) {
      result(route, false, late() + e);
    }
  }

  /** What the report says of a provider beside its state: registrations and memory. */
  private static void memory(Control control, String route) throws IOException {
    control.ask("report")
      .stream()
      .filter(line -> line.startsWith(route + ": "))
      .forEach(line -> Environment.line("memory", line));
  }

  private void result(String route, boolean held, String detail) {
    well &= held;
    Environment.line("loop",
        route + (held ? " ok, 1 MiB arrived as it was sent" : " FAILED: " + detail));
  }
}
