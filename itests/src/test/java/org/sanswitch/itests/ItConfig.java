package org.sanswitch.itests;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import org.ops4j.pax.exam.Option;

/** The usual set-ups of a test's framework. */
final class ItConfig {

  /** A machine that is busy with other tests is no reason to go by TCP/IP. */
  private static final int PATIENT_MILLIS = 30_000;

  private ItConfig() {}

  /** The platform and all of our bundles. */
  static Option[] everything() {
    return everything(PATIENT_MILLIS);
  }

  /** The same, with a bound for what a connect over a SAN may take. */
  static Option[] everything(int connectBoundMillis) {
    return options(base(), Bundles.ours(), connectBound(connectBoundMillis));
  }

  /** The platform and our bundles but those named, as in {@code without("provider.verbs")}. */
  static Option[] without(String... leftOut) {
    return options(base(), Bundles.oursWithout(leftOut), connectBound(PATIENT_MILLIS));
  }

  /** The platform and our bundles, with the example adapter in the place of the others. */
  static Option[] withExample() {
    return options(base(), Bundles.oursWithout("provider.emu", "provider.verbs"),
        Bundles.example(), connectBound(PATIENT_MILLIS));
  }

  private static Option connectBound(int millis) {
    return frameworkProperty("sanswitch.connect.bound.millis").value(String.valueOf(millis));
  }

  /** The platform and what the test itself needs. */
  static Option base() {
    return composite(junitBundles(), Bundles.platform());
  }
}
