package org.sanswitch.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.launcher.Installation;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.Children;

/** H2's server and a JDBC client, with the agent as built and few rows. */
class DatabaseIT {

  private static final int ROWS = 1_500;

  /** Eight BLOBs and eight CLOBs of 200 KiB or more. */
  private static final int LARGE_BYTES = 16 * 200 * 1024;

  private static final int BOUND_S = 300;
  private static final String BY_TCP = "use tcp connect 127.0.0.0/8";

  private Children children;
  private Database database;

  @BeforeEach
  void prepare() throws Exception {
    Path agent = Path.of(System.getProperty("sanswitch.test.agent"));
    Installation installation =
        new Installation(Path.of(System.getProperty("java.home"), "bin", "java"), agent,
            agent.resolveSibling("sanswitch-demo.jar"), agent.resolveSibling("h2.jar"));
    children = new Children(installation, BOUND_S);
    database = new Database(children, installation, ROWS);
  }

  @AfterEach
  void endPrograms() {
    children.close();
  }

  @Test
  void rowsAndLargeValuesOfADatabaseGoOverSharedMemoryAndComeBackAsTheyWere() throws Exception {
    assertComplete(database.overTheSwitch("", Expected.SAN));
  }

  @Test
  void rowsOfADatabaseGoOverTheJdkAlone() throws Exception {
    assertComplete(database.overTheJdkAlone());
  }

  @Test
  void aDatabaseThatGoesAnotherWayThanExpectedIsRefused() {
    CheckFailedException refused = assertThrows(CheckFailedException.class,
        () -> database.overTheSwitch(BY_TCP, Expected.SAN));
    assertTrue(refused.getMessage()
      .matches("expected only shared memory, but the switch says "
          + "\\[RouteRow\\[provider=tcp, reason=RULE, connected=1, sent=\\d+, received=\\d+]]"),
        refused.getMessage());
  }

  private static void assertComplete(DatabaseFigures figures) {
    assertTrue(figures.leastSent() > LARGE_BYTES && figures.leastReceived() > LARGE_BYTES,
        figures::toString);
  }
}
