package org.sanswitch.tck.broken;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.tck.ProviderUnderTest;

/** A breach as the kit sees it: one instance at both ends. */
final class BreachUnderTest implements ProviderUnderTest {

  /** Long enough for everything inside one process, also on a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(2);

  private final Supplier<? extends Breach> maker;
  private final Queue<Breach> made = new ConcurrentLinkedQueue<>();

  BreachUnderTest(Supplier<? extends Breach> maker) {
    this.maker = maker;
  }

  @Override
  public Ends ends() {
    Breach both = maker.get();
    made.add(both);
    return new Ends(both, both);
  }

  @Override
  public Duration bound() {
    return BOUND;
  }

  @Override
  public String onlyOneProcess() {
    return "one instance serves both ends";
  }

  /** Its device was pulled out. */
  @Override
  public SanServiceProvider unready() {
    Breach breach = maker.get();
    breach.adapter().unplug();
    return breach;
  }

  @Override
  public OptionalLong held() {
    return OptionalLong.of(made.stream().mapToLong(Breach::held).sum());
  }
}
