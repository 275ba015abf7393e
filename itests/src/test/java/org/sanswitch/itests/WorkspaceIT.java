package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What holds for the workspace as a whole, whatever its bundles do. */
@RunWith(PaxExam.class)
public class WorkspaceIT {

  @Rule public final NothingLeft nothingLeft = new NothingLeft();

  @Inject private BundleContext context;

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  @Test
  public void allBundlesBecomeActive() {
    Map<String, Integer> expected = new TreeMap<>();
    Map<String, Integer> actual = new TreeMap<>();
    for (String name : Bundles.OURS) {
      expected.put(Bundles.symbolicName(name), Bundle.ACTIVE);
    }
    for (Bundle bundle : context.getBundles()) {
      if (expected.containsKey(bundle.getSymbolicName())) {
        actual.put(bundle.getSymbolicName(), bundle.getState());
      }
    }
    assertEquals(expected, actual);
  }

  @Test
  public void theFrameworkIsTheOneThisRunIsNamedAfter() {
    Map<String, String> names =
        Map.of("felix", "org.apache.felix.framework", "equinox", "org.eclipse.osgi");
    String run = System.getProperty("sanswitch.it.framework", "felix");
    assertEquals(names.get(run), context.getBundle(0).getSymbolicName());
  }
}
