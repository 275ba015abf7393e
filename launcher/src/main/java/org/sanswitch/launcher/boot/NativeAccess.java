package org.sanswitch.launcher.boot;

import java.lang.reflect.Method;

/**
 * Allows the bundles what {@code --enable-native-access=ALL-UNNAMED} allows. Bundles live in unnamed
 * modules, and the JDK has one switch for all of those; without it the first native access prints a
 * warning of five lines. Whoever has forbidden native access by {@code
 * --illegal-native-access=deny} keeps it forbidden.
 */
final class NativeAccess {

  private NativeAccess() {}

  /** To be called after {@link Platform#open}, which opens the packages used here. */
  static void allow() {
    try {
      Method mode = Class.forName("jdk.internal.module.ModuleBootstrap")
        .getDeclaredMethod("illegalNativeAccess");
      mode.setAccessible(true);
      if (String.valueOf(mode.invoke(null)).equals("DENY")) {
        if (!NativeAccess.class.getModule().isNativeAccessEnabled()) {
          Stderr
            .line("native access is forbidden by --illegal-native-access=deny and not allowed by"
                + " --enable-native-access=ALL-UNNAMED; running unaccelerated");
        }
      } else {
        Method allow = Module.class.getDeclaredMethod("implAddEnableNativeAccessToAllUnnamed");
        allow.setAccessible(true);
        allow.invoke(null);
      }
    } catch (ReflectiveOperationException e) {
      // A later JDK may do this otherwise; then it is the JDK that warns, or forbids.
    }
  }
}
