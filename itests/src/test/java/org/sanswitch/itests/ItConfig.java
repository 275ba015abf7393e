package org.sanswitch.itests;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import org.ops4j.pax.exam.Option;

/** The usual set-ups of a test's framework. */
final class ItConfig {

  private ItConfig() {}

  /** The platform and all of our bundles. */
  static Option[] everything() {
    return options(base(), Bundles.ours());
  }

  /** The platform and our bundles but those named, as in {@code without("provider.verbs")}. */
  static Option[] without(String... leftOut) {
    return options(base(), Bundles.oursWithout(leftOut));
  }

  /** The platform and our bundles, with the example adapter in the place of the others. */
  static Option[] withExample() {
    return options(base(), Bundles.oursWithout("provider.emu", "provider.verbs"),
        Bundles.example());
  }

  /** The platform and what the test itself needs. */
  static Option base() {
    return composite(junitBundles(), Bundles.platform());
  }
}
