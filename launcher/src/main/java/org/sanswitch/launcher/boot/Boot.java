package org.sanswitch.launcher.boot;

import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * What happens before {@code main}: the JDK's hooks for sockets are set to boot classes, and the
 * framework with the switch is started beside the program. Nothing here waits for the framework.
 */
public final class Boot {

  /** The JDK's property that names the class of the provider of channels. */
  private static final String SELECTOR_PROVIDER = "java.nio.channels.spi.SelectorProvider";

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
    Path agent =
        Path.of(Boot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Platform platform = Platform.open(instrumentation);
    Handover handover = new Handover(platform);
    NativeAccess.allow();
    FrameworkThread.start(agent, handover);
    setSelectorProvider(handover);
    ReportAtExit.install(handover, SocketFactories.install(instrumentation, handover));
  }

  private static void setSelectorProvider(Handover handover) {
    String users = System.getProperty(SELECTOR_PROVIDER);
    if (users != null) {
      Stderr.line("channels are left to " + users + ", set by -D" + SELECTOR_PROVIDER);
      return;
    }
    BootSelectorProvider.handover = handover;
    System.setProperty(SELECTOR_PROVIDER, BootSelectorProvider.class.getName());
  }
}
