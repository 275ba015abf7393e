package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.sanswitch.api.EndReason;
import org.sanswitch.rules.Rules;

/** INI-7: the switch itself is stopped, and leaves nothing behind. */
@Rules("INI-7")
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwitchStopIT extends SwitchTest {

  private static final String EMU_PID = "org.sanswitch.provider.emu";
  private static final int CONNECTIONS = 4;

  @Inject private BundleContext context;
  @Inject private ConfigurationAdmin configurationAdmin;

  private Path directory;

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  /** A directory of our own, where no other JVM puts files. */
  @Before
  public void moveSharedMemory() throws Exception {
    bundle().start();
    directory = Files.createTempDirectory(Path.of("/dev/shm"), "itests-");
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("directory", directory.toString());
    configurationAdmin.getConfiguration(EMU_PID, "?").update(properties);
    Await.until("the provider has taken the directory", () -> !files().isEmpty());
  }

  @After
  public void moveSharedMemoryBack() throws Exception {
    configurationAdmin.getConfiguration(EMU_PID, "?").delete();
    // Another thread has the provider leave, which removes what is its own, the lock last.
    Await.until("nothing is open in " + directory,
        () -> Held.now().openInSharedMemory().noneMatch(file -> file.startsWith(directory)));
    for (Path file : files().reversed()) {
      Files.deleteIfExists(file);
    }
    Files.delete(directory);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> !file.equals(directory)).toList();
    }
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
      traffic.assertAllReset(EndReason.SWITCH_STOPPED);
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
    List<Path> files = files();
    for (int round = 0; round < 3; round++) {
      runAndStop();
      Held.awaitNoMoreThan(first);
      assertEquals("directories and locks in " + directory, files.size(), files().size());
    }
    bundle().start();
  }
}
