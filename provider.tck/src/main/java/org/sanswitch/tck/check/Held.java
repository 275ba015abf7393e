package org.sanswitch.tck.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.sanswitch.tck.ProviderUnderTest;
import org.sanswitch.tck.stage.Stage;

/**
 * What this process holds: threads, descriptors, mappings, and what the provider tells itself. The
 * JVM adds and drops some of these as it likes, so only growth by one per connection counts.
 */
final class Held {

  private static final int WARM_UP = 8;
  private static final int CONNECTIONS = 24;

  private Held() {}

  /** Makes connections, closes them, and compares (CLO-8). */
  static void afterConnections(Stage stage) throws Exception {
    repeat(stage, WARM_UP);
    Map<String, Long> before = count(stage.provider());
    repeat(stage, CONNECTIONS);
    boolean back =
        stage.client().await(() -> grown(before, count(stage.provider()), CONNECTIONS).isEmpty());
    if (!back) {
      stage.findings()
        .broken("CLO-8", "after " + CONNECTIONS + " connections that were opened and closed: "
            + grown(before, count(stage.provider()), CONNECTIONS));
    }
  }

  private static void repeat(Stage stage, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      Stage.Link link = stage.session();
      link.client().receive(false, 1);
      link.client().closeAndWait();
      link.server().closeAndWait();
      link.listener().closeAndWait();
      stage.closeTcpListeners();
    }
  }

  /** {@return what has grown by at least so much; what the provider tells, by anything} */
  static Map<String, String> grown(Map<String, Long> before, Map<String, Long> now, long most) {
    Map<String, String> grown = new LinkedHashMap<>();
    now.forEach((name, count) -> {
      long was = before.getOrDefault(name, 0L);
      if (count - was >= (name.equals("held") ? 1 : most)) {
        grown.put(name, was + " before, " + count + " now");
      }
    });
    return grown;
  }

  /** {@return how many there are, by kind} */
  static Map<String, Long> count(ProviderUnderTest provider) {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("threads", (long) Thread.getAllStackTraces().size());
    all.put("descriptors", lines(Path.of("/proc/self/fd")));
    all.put("mappings", lines(Path.of("/proc/self/maps")));
    provider.held().ifPresent(held -> all.put("held", held));
    return all;
  }

  /** Entries of a directory or lines of a file; 0 where the system has none. */
  private static long lines(Path path) {
    if (!Files.exists(path)) {
      return 0;
    }
    try (Stream<?> all = Files.isDirectory(path) ? Files.list(path) : Files.lines(path)) {
      return all.count();
    } catch (IOException e) {
      return 0;
    }
  }
}
