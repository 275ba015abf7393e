package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertTrue;

import org.junit.Test;
import org.sanswitch.rules.Rules;

/** Programs among the tests of the provider, which use the adapter without a switch. */
public class ProgramsOverVerbs {

  private static final String PACKAGE = "org.sanswitch.provider.verbs.";

  /** {@return what a program prints that ends with 0} */
  private static String run(String name) throws Exception {
    return Guest.run(ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("java.class.path"), PACKAGE + name, Guest.ADDRESS);
  }

  @Rules("CLO-9")
  @Test
  public void allThatAJvmHasSentArrivesAlthoughItEndsAtOnce() throws Exception {
    String printed = run("ExitInGuest");
    assertTrue(printed, printed.contains("drain of 2000 ms: 100 of 100 messages have arrived"));
  }

  @Rules({"MEM-1", "MEM-2", "ACC-3", "LIS-2"})
  @Test
  public void theDeviceRefusesWhatIsNotAllowedAndTheConnectionEndsWithAReason() throws Exception {
    String printed = run("BadInputInGuest");
    assertTrue(printed, printed.endsWith("all refused\n"));
  }
}
