package org.sanswitch.launcher.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * The entry for the boot classes, which live in another class loader: only types of the JDK cross.
 * Starts the framework, publishes the platform's services in it, and hands the switch's out.
 */
public final class EmbeddedFramework
    implements
      BiConsumer<Map<String, Object>, BiConsumer<String, @Nullable Object>> {

  /** For the boot classes. */
  public EmbeddedFramework() {}

  /**
   * Starts the framework and all bundles of the agent's jar.
   *
   * @param given the agent's jar and what the JDK offers, by name
   * @param taken is told of each service of the switch that comes, and with null of one that goes
   */
  @Override
  public void accept(Map<String, Object> given, BiConsumer<String, @Nullable Object> taken) {
    PlatformServices platform = PlatformServices.of(given);
    try {
      AtExit atExit = AtExit.register();
      Framework framework = new FrameworkFactory()
        .newFramework(FrameworkConfig.of(atExit.own(Storage.create()), new StderrLogger(atExit)));
      framework.init();
      BundleContext context = framework.getBundleContext();
      platform.publish(context);
      LoggerWeaver.install(context);
      SwitchServices.follow(context, taken);
      Control.open(new ControlCommands(context), platform.selectorProvider(), atExit);
      framework.start();
      Bundles.start(context, platform.agent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BundleException e) {
      throw new IllegalStateException("the framework cannot start: " + e.getMessage(), e);
    }
  }
}
