package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** INI-7: the switch itself is stopped, and leaves nothing behind. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwitchStopIT extends SwitchTest {

  private static final int CONNECTIONS = 4;

  @Inject private BundleContext context;

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  private Bundle bundle() {
    return Arrays.stream(context.getBundles())
      .filter(b -> Bundles.symbolicName("switch.impl").equals(b.getSymbolicName()))
      .findFirst()
      .orElseThrow();
  }

  private void runAndStop() throws Exception {
    bundle().start();
    Providers.awaitRunning(runningSwitch(), Providers.EMU);
    try (Traffic traffic = new Traffic(net(), CONNECTIONS)) {
      traffic.awaitRunning();
      bundle().stop();
      traffic.assertAllReset();
    }
  }

  @Test
  public void stoppingTheSwitchEndsItsSessionsAndANewOneWorks() throws Exception {
    runAndStop();
    bundle().start();
    Providers.awaitRunning(runningSwitch(), Providers.EMU);
    assertEquals(Providers.EMU + " SAN", routeOfOneConnection());
  }

  /** The first round loads what the JDK keeps for good; after each later one all is as it was. */
  @Test
  public void threadsFilesAndMappingsAreBackWhereTheyWere() throws Exception {
    runAndStop();
    Held first = Held.settled();
    for (int round = 0; round < 3; round++) {
      runAndStop();
      Held.awaitNoMoreThan(first);
    }
    bundle().start();
  }
}
