package org.sanswitch.launcher.boot;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * The entry of {@code -javaagent}. Everything else of the agent is compiled for a newer Java; this
 * class runs on Java 8 and later, so that an older JVM runs its program, and is told why it runs
 * unaccelerated.
 */
public final class Agent {

  private static final int NEEDED = 25;

  private Agent() {}

  /**
   * Called by the JVM before {@code main}.
   *
   * @param arguments ignored: the configuration is in system properties
   * @param instrumentation opens the packages of the JDK that the boot classes need
   */
  public static void premain(String arguments, Instrumentation instrumentation) {
    int version = version(System.getProperty("java.specification.version"));
    if (version < NEEDED) {
      unaccelerated("needs Java " + NEEDED + " or newer, this is " + version);
      return;
    }
    try {
      Class.forName("org.sanswitch.launcher.boot.Boot")
        .getMethod("start", Instrumentation.class)
        .invoke(null, instrumentation);
    } catch (InvocationTargetException e) {
      unaccelerated("cannot start: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      unaccelerated("cannot start: " + e);
    } catch (LinkageError e) {
      unaccelerated("cannot start: " + e);
    }
  }

  /** The feature version in "1.8", "17" or "25". */
  static int version(String specification) {
    return Integer.parseInt(
        specification.startsWith("1.") ? specification.substring("1.".length()) : specification);
  }

  private static void unaccelerated(String why) {
    String line = "sanswitch: " + why + "; running unaccelerated";
    System.err.println(line);
    String report = System.getProperty("sanswitch.report", "-");
    if (!report.equals("-")) {
      try (PrintWriter file = new PrintWriter(report, "UTF-8")) {
        file.println(line);
      } catch (IOException e) {
        System.err.println("sanswitch: cannot write the report: " + e);
      }
    }
  }
}
