package org.sanswitch.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ops4j.pax.exam.Option;

/** The bundles under test, by the names of their files in the build's bundle directory. */
final class Bundles {

  /** What our bundles stand on: declarative services, configuration and their contracts. */
  static final List<String> PLATFORM = List.of("org.osgi.util.function", "org.osgi.util.promise",
      "org.osgi.service.log", "org.osgi.service.component", "org.apache.felix.configadmin",
      "org.apache.felix.metatype", "org.apache.felix.scr");

  /** Our own, in the order of installation. */
  static final List<String> OURS =
      List.of("switch.api", "switch.impl", "provider.hal", "provider.emu", "provider.verbs");

  /** A provider that is not in the distribution. */
  static final String EXAMPLE = "provider.example";

  private static final String SYMBOLIC_NAME_PREFIX = "org.sanswitch.";

  private Bundles() {}

  /** The Bundle-SymbolicName of one of {@link #OURS}, or of {@link #EXAMPLE}. */
  static String symbolicName(String ours) {
    return SYMBOLIC_NAME_PREFIX + ours;
  }

  /** The platform bundles, installed and started. */
  static Option platform() {
    return install(PLATFORM);
  }

  /** All of {@link #OURS}, installed and started. */
  static Option ours() {
    return install(OURS);
  }

  /** All of {@link #OURS} but those named. */
  static Option oursWithout(String... leftOut) {
    List<String> names = Arrays.asList(leftOut);
    if (!OURS.containsAll(names)) {
      throw new IllegalArgumentException("not all of " + names + " are among " + OURS);
    }
    return install(OURS.stream().filter(name -> !names.contains(name)).toList());
  }

  /** {@link #EXAMPLE}, installed and started. */
  static Option example() {
    return install(List.of(EXAMPLE));
  }

  /** Where the build has put the jar of a bundle. */
  static Path file(String name) {
    Path file =
        Path.of(System.getProperty("sanswitch.it.bundles", "target/bundles"), name + ".jar");
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("no bundle at " + file.toAbsolutePath());
    }
    return file;
  }

  private static Option install(List<String> names) {
    return composite(names.stream()
      .map(name -> (Option) bundle(file(name).toUri().toString()))
      .toArray(Option[]::new));
  }
}
