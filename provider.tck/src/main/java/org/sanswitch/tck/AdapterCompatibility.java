package org.sanswitch.tck;

/**
 * The kit as a JUnit test class for a {@link org.sanswitch.hal.SanAdapter}: extend it and say {@link
 * #adapters}. See {@link ProviderCompatibility}.
 */
public abstract class AdapterCompatibility extends ProviderCompatibility
    implements
      AdapterUnderTest {

  /** For subclasses. */
  protected AdapterCompatibility() {}
}
