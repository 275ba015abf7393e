package org.sanswitch.launcher.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Starts the framework beside the program, so that the start of the program does not wait. */
final class FrameworkThread {

  /** A {@code BiConsumer}: takes the platform's services, hands over the switch's. */
  private static final String ENTRY = "org.sanswitch.launcher.embedded.EmbeddedFramework";

  private FrameworkThread() {}

  static void start(Path agent, Handover handover) {
    Thread thread = new Thread(handover.frameworkThreads, () -> run(agent, handover),
        "sanswitch-start", 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Path agent, Handover handover) {
    try {
      ClassLoader loader = new FrameworkLoader(agent);
      Thread.currentThread().setContextClassLoader(loader);
      @SuppressWarnings("unchecked") // The other side is ours, too.
      BiConsumer<Map<String, Object>, BiConsumer<String, @Nullable Object>> entry =
          (BiConsumer<Map<String, Object>, BiConsumer<String, @Nullable Object>>) loader
            .loadClass(ENTRY)
            .getConstructor()
            .newInstance();
      entry.accept(given(agent, handover.platform),
          (name, service) -> handover.set(SwitchService.valueOf(name), service));
      handover.setUp();
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      handover.setFailed(e.toString());
    }
  }

  private static Map<String, Object> given(Path agent, Platform platform) {
    Map<String, Object> given = new HashMap<>();
    given.put("agent", agent);
    given.put("selectorProvider", platform.selectorProvider());
    given.put("asynchronousProvider", platform.asynchronousProvider());
    Platform.Sockets sockets = platform.sockets();
    if (sockets != null) {
      given.put("socketImpl", sockets.socketImpl());
      given.put("serverSocketImpl", sockets.serverSocketImpl());
      given.put("socksSocketImpl", sockets.socksSocketImpl());
    }
    return given;
  }
}
