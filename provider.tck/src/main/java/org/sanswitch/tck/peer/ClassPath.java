package org.sanswitch.tck.peer;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this JVM loads classes from: its class path, and what a test launcher has added to it. */
final class ClassPath {

  private ClassPath() {}

  /**
   * {@return the class path for a second JVM}
   *
   * @param type a class that must be found there
   */
  static String of(Class<?> type) {
    Set<String> entries = new LinkedHashSet<>();
    entries.add(System.getProperty("java.class.path"));
    for (@Nullable
    ClassLoader each = type.getClassLoader(); each != null; each = each.getParent()) {
      if (each instanceof URLClassLoader loader) {
        for (URL url : loader.getURLs()) {
          entries.add(pathOf(url));
        }
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String pathOf(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return url.getPath();
    }
  }
}
