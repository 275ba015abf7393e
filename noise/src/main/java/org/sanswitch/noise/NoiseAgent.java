package org.sanswitch.noise;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * An agent that makes classes of this project noisy, tests and fakes too: at some places, chosen by a seed, threads are held up for
 * some milliseconds, as by an operating system that has others to run. A test that fails then relies on luck; so does
 * code that does. Its argument is read by {@link Settings}.
 */
public final class NoiseAgent {

  private static final String OURS = "org/sanswitch/";
  private static final String ITSELF = "org/sanswitch/noise/";

  private NoiseAgent() {}

  /**
   * Called by the JVM before main.
   *
   * @param argument the settings
   * @param instrumentation what changes classes
   * @throws IllegalArgumentException when a setting is none, which ends the JVM
   */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    Settings settings = Settings.of(argument == null ? "" : argument);
    Pauses.set(settings.micros());
    System.err.println("noise " + settings);
    NoisyCode code = new NoisyCode(new Places(settings), ClassLoader.getSystemClassLoader());
    instrumentation.addTransformer(new ClassFileTransformer() {
      @Override
      public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
          @Nullable Class<?> old, @Nullable ProtectionDomain domain, byte[] bytes) {
        // Other loaders may not see the pauses.
        boolean noisy = loader == ClassLoader.getSystemClassLoader() && name != null
            && name.startsWith(OURS) && !name.startsWith(ITSELF);
        return noisy ? code.of(bytes) : null;
      }
    });
  }
}
