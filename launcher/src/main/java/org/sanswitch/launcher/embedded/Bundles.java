package org.sanswitch.launcher.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Installs and starts the bundles that are packed in the agent's jar. */
final class Bundles {

  private static final String FOLDER = "bundles/";

  private Bundles() {}

  static void start(BundleContext context, Path agent) throws IOException, BundleException {
    List<Bundle> installed = new ArrayList<>();
    try (JarFile jar = new JarFile(agent.toFile())) {
      List<JarEntry> entries = jar.stream()
        .filter(entry -> entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".jar"))
        .sorted((one, other) -> one.getName().compareTo(other.getName()))
        .toList();
      for (JarEntry entry : entries) {
        try (InputStream in = jar.getInputStream(entry)) {
          installed.add(context.installBundle("sanswitch:" + entry.getName(), in));
        }
      }
    }
    for (Bundle bundle : installed) {
      bundle.start();
    }
  }
}
