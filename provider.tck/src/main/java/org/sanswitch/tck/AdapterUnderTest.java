package org.sanswitch.tck;

import org.sanswitch.hal.SanAdapter;
import org.sanswitch.provider.hal.HalProvider;

/**
 * Names the adapter that the kit checks: as a provider behind the hardware abstraction, and directly
 * at its own interface.
 */
public interface AdapterUnderTest extends ProviderUnderTest {

  /**
   * Two adapters that are not open and reach each other.
   *
   * @param client where the kit connects
   * @param server where the kit listens; the same object where one instance reaches itself
   */
  record Adapters(SanAdapter client, SanAdapter server) {}

  /**
   * Makes fresh adapters, once per check. The kit opens and closes them.
   *
   * @return the adapters
   * @throws Exception if that is not possible; the check is then not shown
   */
  Adapters adapters() throws Exception;

  @Override
  @SuppressWarnings("ReferenceEquality") // the same object at both ends
  default Ends ends() throws Exception {
    Adapters made = adapters();
    HalProvider client = HalProvider.of(made.client());
    return new Ends(client,
        made.server() == made.client() ? client : HalProvider.of(made.server()));
  }

  /**
   * {@return the adapter under test that one instance serves at both ends, in this process only}
   *
   * @param maker makes a fresh instance
   */
  static AdapterUnderTest loopbackAdapter(Maker<? extends SanAdapter> maker) {
    return new AdapterUnderTest() {
      @Override
      public Adapters adapters() throws Exception {
        SanAdapter both = maker.make();
        return new Adapters(both, both);
      }

      @Override
      public String onlyOneProcess() {
        return "one instance serves both ends";
      }
    };
  }
}
