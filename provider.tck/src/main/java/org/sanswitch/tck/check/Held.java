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
  private static final Path MAPPINGS = Path.of("/proc/self/maps");

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
    all.put("descriptors", entries(Path.of("/proc/self/fd")));
    all.put("mapped files", fileMappings());
    provider.held().ifPresent(held -> all.put("held", held));
    return all;
  }

  /** Entries of a directory; 0 where the system has none. */
  private static long entries(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Mappings that have a file or a name; the others are the JVM's own memory for the most part. */
  private static long fileMappings() {
    try (Stream<String> all = Files.lines(MAPPINGS)) {
      return all.filter(line -> line.indexOf('/') >= 0).count();
    } catch (IOException e) {
      return 0;
    }
  }
}
