package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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
import org.osgi.framework.wiring.BundleWiring;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.SanSwitch;

/** Bundles are replaced again and again while sockets talk: nothing is left of those that went. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ProviderUpdateIT extends SwitchTest {

  private static final List<String> UPDATED = List.of("provider.emu", "provider.hal");
  private static final int UPDATES = Integer.getInteger("sanswitch.it.updates", 200);
  /** What the JDK and the framework keep for good is loaded by then. */
  private static final int WARM_UP = UPDATES / 5;
  private static final int CLIENTS = 2;
  /** Classes that the JDK may still make for itself: lambda forms, reflection. */
  private static final int SOME_CLASSES = 100;
  private static final long SOME_METASPACE = 2 << 20;

  /**
   * The last three where a provider leaves in a negotiation, or where a busy machine does not get
   * through one within the bound, after which TCP/IP is used.
   */
  private static final Set<EndReason> ALLOWED = EnumSet.of(EndReason.CLOSED,
      EndReason.PROVIDER_GONE, EndReason.RESET_BY_PEER, EndReason.PEER_DIED,
      EndReason.NEGOTIATION_FAILED, EndReason.NO_BUFFERS, EndReason.CANCELLED);

  @Inject private BundleContext context;
  @Inject private SanSwitch sanSwitch;

  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  @Configuration
  public Option[] config() {
    return options(composite(ItConfig.everything()),
        frameworkProperty("sanswitch.negative.cache.millis").value("0"));
  }

  private Bundle bundle(String name) {
    return Arrays.stream(context.getBundles())
      .filter(b -> Bundles.symbolicName(name).equals(b.getSymbolicName()))
      .findFirst()
      .orElseThrow();
  }

  private void update(int number) throws Exception {
    Bundle bundle = bundle(UPDATED.get(number % UPDATED.size()));
    loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    bundle.update(Bundles.file(UPDATED.get(number % UPDATED.size())).toUri().toURL().openStream());
  }

  /** Updates while sockets talk over the provider, and go on talking over the next one. */
  private void updateUnderTraffic(int from, int to) throws Exception {
    try (Churn churn = new Churn(net(), sanSwitch, CLIENTS); SessionLog log = new SessionLog()) {
      for (int number = from; number < to; number++) {
        int updated = number - from;
        Await.until("a connection goes over the provider, after update " + number, () -> {
          churn.check();
          return churn.steady() > updated;
        });
        update(number);
        Providers.awaitRunning(sanSwitch, Providers.EMU);
      }
      List<EndReason> seen = log.endsAt(churn.port());
      assertTrue("only " + ALLOWED + ": " + EnumSet.copyOf(seen), ALLOWED.containsAll(seen));
      long gone = seen.stream().filter(EndReason.PROVIDER_GONE::equals).count();
      assertTrue(gone + " ends by PROVIDER_GONE", gone >= to - from);
      assertTrue(churn.reset() + " resets", churn.reset() >= to - from);
      System.out.println("updates " + from + " to " + to + ": " + churn.closed()
          + " connections closed with all bytes, " + churn.reset() + " reset, " + gone
          + " ends by PROVIDER_GONE");
    }
  }

  @Test
  public void updatesUnderTrafficLeaveNothingBehind() throws Exception {
    Providers.awaitRunning(sanSwitch, Providers.EMU);
    updateUnderTraffic(0, WARM_UP);
    awaitLoadersGone();
    Held before = Held.settled();
    Footprint footprint = Footprint.now();
    updateUnderTraffic(WARM_UP, UPDATES);
    assertEquals(UPDATES, loaders.size());
    awaitLoadersGone();
    Held.awaitNoMoreThan(before);
    Await.value("no more than " + footprint, Footprint::now, footprint::isNotExceededBy);
    assertEquals(Providers.EMU + " SAN", routeOfOneConnection());
  }

  /** What the classes of the bundles take, while garbage is collected. */
  private record Footprint(int classes, long metaspace) {

    static Footprint now() {
      System.gc();
      long metaspace = ManagementFactory.getMemoryPoolMXBeans()
        .stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
      return new Footprint(
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), metaspace);
    }

    boolean isNotExceededBy(Footprint now) {
      return now.classes <= classes + SOME_CLASSES && now.metaspace <= metaspace + SOME_METASPACE;
    }
  }

  /** Each is collected, some rounds after the one before it. */
  private void awaitLoadersGone() throws Exception {
    Await.value("no class loader of a replaced bundle is left, by number of the update", () -> {
      System.gc();
      return IntStream.range(0, loaders.size())
        .filter(i -> !loaders.get(i).refersTo(null))
        .boxed()
        .toList();
    }, List::isEmpty);
  }
}
