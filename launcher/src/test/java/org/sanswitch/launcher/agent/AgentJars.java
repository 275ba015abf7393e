package org.sanswitch.launcher.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The agent's jar as built, and copies of it with other bundles. */
final class AgentJars {

  private AgentJars() {}

  static Path built() {
    return Path.of(System.getProperty("sanswitch.test.agent"));
  }

  /** With a fake switch as its only bundle. */
  static Path withFakeSwitch(Path directory) throws IOException {
    return withBundle(directory.resolve("fake-agent.jar"), "fake.jar", fakeSwitch("1.0.0"));
  }

  /** With no bundle at all, so that the framework comes and the switch does not. */
  static Path withoutSwitch(Path directory) throws IOException {
    return withBundle(directory.resolve("empty-agent.jar"), "none", new byte[0]);
  }

  /** With something that is not a bundle, so that the framework cannot start it. */
  static Path withBrokenBundle(Path directory) throws IOException {
    return withBundle(directory.resolve("broken-agent.jar"), "broken.jar",
        "not a jar".getBytes(StandardCharsets.UTF_8));
  }

  private static Path withBundle(Path copy, String name, byte[] bundle) throws IOException {
    Files.copy(built(), copy);
    try (FileSystem jar = FileSystems.newFileSystem(copy)) {
      try (Stream<Path> bundles = Files.list(jar.getPath("bundles"))) {
        for (Path old : bundles.toList()) {
          Files.delete(old);
        }
      }
      Files.write(jar.getPath("bundles", name), bundle);
    }
    return copy;
  }

  /** The fake switch as a bundle of its own. */
  static byte[] fakeSwitch(String version) throws IOException {
    Manifest manifest = new Manifest(new java.io.ByteArrayInputStream("""
        Manifest-Version: 1.0
        Bundle-ManifestVersion: 2
        Bundle-SymbolicName: fake.switch
        Bundle-Version: %s
        Bundle-Activator: org.sanswitch.launcher.fake.FakeSwitch
        Import-Package: org.osgi.framework
        """.formatted(version).getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (String type : new String[]{"FakeSwitch", "CountingProvider",
          "CountingAsynchronousProvider"}) {
        String entry = "org/sanswitch/launcher/fake/" + type + ".class";
        jar.putNextEntry(new ZipEntry(entry));
        try (InputStream in = AgentJars.class.getResourceAsStream("/" + entry)) {
          in.transferTo(jar);
        }
      }
    }
    return bytes.toByteArray();
  }
}
