package org.sanswitch.launcher.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Installs and starts the bundles that are packed in the agent's jar, and those of the user. */
final class Bundles {

  private static final String FOLDER = "bundles/";
  private static final String JAR = ".jar";

  /** A directory with more bundles: providers of others. */
  private static final String MORE = "sanswitch.bundles";

  private Bundles() {}

  static void start(BundleContext context, Path agent) throws IOException, BundleException {
    List<Bundle> installed = packed(context, agent);
    String more = System.getProperty(MORE);
    if (more != null) {
      installed.addAll(more(context, Path.of(more)));
    }
    for (Bundle bundle : installed) {
      bundle.start();
    }
  }

  private static List<Bundle> packed(BundleContext context, Path agent)
      throws IOException, BundleException {
    List<Bundle> installed = new ArrayList<>();
    try (JarFile jar = new JarFile(agent.toFile())) {
      List<JarEntry> entries = jar.stream()
        .filter(entry -> entry.getName().startsWith(FOLDER) && entry.getName().endsWith(JAR))
        .sorted(Comparator.comparing(JarEntry::getName))
        .toList();
      for (JarEntry entry : entries) {
        try (InputStream in = jar.getInputStream(entry)) {
          installed.add(context.installBundle("sanswitch:" + entry.getName(), in));
        }
      }
    }
    return installed;
  }

  private static List<Bundle> more(BundleContext context, Path directory)
      throws IOException, BundleException {
    List<Bundle> installed = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*" + JAR)) {
      for (Path jar : jars) {
        installed.add(context.installBundle(jar.toUri().toString()));
      }
    }
    return installed;
  }
}
