package org.sanswitch.tck;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.sanswitch.provider.hal.HalProvider;
import org.sanswitch.provider.verbs.KitAdapter;
import org.sanswitch.spi.SanServiceProvider;

/**
 * RDMA hardware keeps the rules, between two adapters and between two processes: a program, since it
 * runs where there is a device, which is in a virtual machine for the most part. Arguments: the rules
 * to check, or none for all. It is slow there, so the kit waits for longer.
 */
public final class VerbsCompatibility implements AdapterUnderTest {

  private static final String ADDRESS = System.getProperty("verbs.address", "10.77.0.1");

  /**
   * Runs the kit.
   *
   * @param rules the rules to check, or none for all
   */
  public static void main(String[] rules) {
    KitReport report = Kit.run(new VerbsCompatibility(), rules);
    System.out.println(report.text());
    System.exit(report.isCompatible() ? 0 : 1);
  }

  @Override
  public Adapters adapters() throws Exception {
    return new Adapters(KitAdapter.make(), KitAdapter.make());
  }

  @Override
  public InetAddress address() {
    return InetAddress.ofLiteral(ADDRESS);
  }

  @Override
  public Duration bound() {
    return Duration.ofSeconds(60);
  }

  @Override
  public Duration quiet() {
    return Duration.ofMillis(300);
  }

  @Override
  public List<String> peerOptions() {
    return List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-Dverbs.address=" + ADDRESS);
  }

  @Override
  public SanServiceProvider unready() {
    return HalProvider.of(KitAdapter.absent());
  }
}
