package org.sanswitch.provider.verbs;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/** Tells whether the adapter can work in this JVM, on this system and processor. */
final class Platform {

  private static final String ARCH = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);

  static final boolean X86 = ARCH.equals("amd64") || ARCH.equals("x86_64");

  private static final boolean ARM = ARCH.equals("aarch64");
  private static final String OS = System.getProperty("os.name", "");

  private Platform() {}

  /**
   * Checks once more each time, since an operator may have changed what can be changed.
   *
   * @throws AdapterException with the reason
   */
  static void check() throws AdapterException {
    if (!OS.equals("Linux") || !(X86 || ARM)) {
      throw new AdapterException(
          AdapterError.NOT_SUPPORTED,
          RouteReason.PLATFORM_UNSUPPORTED,
          "system '" + OS + "', processor '" + ARCH + "': RDMA needs Linux on x86-64 or aarch64");
    }
    try {
      var _ = MemorySegment.NULL.reinterpret(1);
    } catch (IllegalCallerException e) {
      throw new AdapterException(
          AdapterError.NOT_SUPPORTED,
          RouteReason.NATIVE_ACCESS_DENIED,
          "the JVM denies native access to " + Platform.class.getModule()
              + "; start it with --enable-native-access=ALL-UNNAMED",
          e);
    }
  }
}
