package org.sanswitch.launcher.boot;

import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What happens before {@code main}: the JDK's hooks for sockets are set to boot classes, and the
 * framework with the switch is started beside the program. Nothing here waits for the framework.
 */
public final class Boot {

  /** The JDK's properties that name the classes of the providers of channels, and ours. */
  private enum Hook {
    CHANNELS("channels", "java.nio.channels.spi.SelectorProvider", BootSelectorProvider.class),
    ASYNCHRONOUS("asynchronous channels", "java.nio.channels.spi.AsynchronousChannelProvider",
        BootAsynchronousChannelProvider.class);

    private final String what;
    private final String property;
    private final String ours;

    Hook(String what, String property, Class<?> ours) {
      this.what = what;
      this.property = property;
      this.ours = ours.getName();
    }
  }

  /** Guard: the class. What the boot classes of this JVM share. */
  private static @Nullable Handover shared;

  private Boot() {}

  /**
   * Starts the agent.
   *
   * @param instrumentation opens the packages of the JDK that {@link Platform} needs
   * @throws ReflectiveOperationException if this JDK is another one than expected
   * @throws URISyntaxException if the place of the agent's jar cannot be told
   */
  public static void start(Instrumentation instrumentation)
      throws ReflectiveOperationException, URISyntaxException {
    Handover handover = new Handover(Platform.open(instrumentation));
    share(handover);
    NativeAccess.allow();
    FrameworkThread.start(jar(), handover);
    for (Hook hook : Hook.values()) {
      set(hook, handover);
    }
    ReportAtExit.install(handover, SocketFactories.install(instrumentation, handover));
  }

  private static synchronized void share(Handover handover) {
    shared = handover;
  }

  private static Path jar() throws URISyntaxException {
    return Path.of(Boot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void set(Hook hook, Handover handover) {
    String users = System.getProperty(hook.property);
    if (users == null) {
      System.setProperty(hook.property, hook.ours);
    } else if (!users.equals(hook.ours)) {
      String sentence = hook.what + " are left to " + users + ", set by -D" + hook.property;
      Stderr.line(sentence);
      handover.leftAlone.add(sentence);
    }
  }

  /**
   * What the boot classes share. Where there is no agent, and a provider of ours is named on the
   * command line, the switch is started now: for channels, while {@code java.net} is left alone.
   *
   * @throws IllegalStateException if it cannot be started, with what the command line lacks
   */
  static synchronized Handover handover() {
    Handover known = shared;
    if (known == null) {
      known = withoutAgent();
      shared = known;
    }
    return known;
  }

  private static Handover withoutAgent() {
    try {
      Handover handover = new Handover(Platform.withoutAgent());
      handover.leftAlone.add("java.net sockets are left alone: there is no agent");
      FrameworkThread.start(jar(), handover);
      ReportAtExit.install(handover, null);
      return handover;
    } catch (ReflectiveOperationException | URISyntaxException e) {
      throw new IllegalStateException("the switch cannot start: " + e, e);
    } catch (IllegalStateException e) {
      // The JDK wraps it twice, with no text of its own.
      Stderr.line(String.valueOf(e.getMessage()));
      throw e;
    }
  }
}
