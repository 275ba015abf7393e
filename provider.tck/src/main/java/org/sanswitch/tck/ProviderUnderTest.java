package org.sanswitch.tck;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.SanServiceProvider;

/**
 * Names the provider that the kit checks. {@link #ends} is all that must be said; the rest has
 * values that suit a provider which reaches other processes of this host by the loopback address.
 *
 * <p>For the checks between two processes the class must be public and have a public constructor
 * without parameters: the kit makes it again in a second JVM with the same class path.
 */
@FunctionalInterface
public interface ProviderUnderTest {

  /**
   * Two providers that were not started and reach each other.
   *
   * @param client where the kit connects
   * @param server where the kit listens; the same object where one instance reaches itself
   */
  record Ends(SanServiceProvider client, SanServiceProvider server) {}

  /**
   * Makes fresh ends, once per check. The kit starts them and calls WSPCleanup.
   *
   * @return the ends
   * @throws Exception if that is not possible; the check is then not shown
   */
  Ends ends() throws Exception;

  /** {@return the address to listen on, one that the provider serves; default: loopback} */
  default InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  /** {@return how long the kit waits for what must happen; default: ten seconds} */
  default Duration bound() {
    return Duration.ofSeconds(10);
  }

  /** {@return how long the kit watches for what must not happen; default: 50 ms} */
  default Duration quiet() {
    return Duration.ofMillis(50);
  }

  /** {@return why there can be no second process, or null if there can; default: null} */
  default @Nullable String onlyOneProcess() {
    return null;
  }

  /** {@return options of the second JVM; default: native access for all} */
  default List<String> peerOptions() {
    return List.of("--enable-native-access=ALL-UNNAMED");
  }

  /**
   * {@return a provider that is not ready and says so (INI-1), or null if there is no such state;
   * default: null}
   */
  default @Nullable SanServiceProvider unready() {
    return null;
  }

  /**
   * {@return how many resources of its own all ends hold now: sockets, registrations, mappings; they
   * must return to where they were (CLO-8); default: not told}
   */
  default OptionalLong held() {
    return OptionalLong.empty();
  }

  /**
   * {@return the provider under test that one instance serves at both ends, in this process only}
   *
   * @param maker makes a fresh instance
   */
  static ProviderUnderTest loopback(Maker<? extends SanServiceProvider> maker) {
    return new ProviderUnderTest() {
      @Override
      public Ends ends() throws Exception {
        SanServiceProvider both = maker.make();
        return new Ends(both, both);
      }

      @Override
      public String onlyOneProcess() {
        return "one instance serves both ends";
      }
    };
  }

  /**
   * Makes something.
   *
   * @param <T> what
   */
  @FunctionalInterface
  interface Maker<T> {
    /**
     * {@return a fresh one}
     *
     * @throws Exception if that is not possible
     */
    T make() throws Exception;
  }
}
