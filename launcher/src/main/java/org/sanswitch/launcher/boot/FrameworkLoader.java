package org.sanswitch.launcher.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads the framework from a folder inside the agent's jar. The program's class loader has that jar
 * too, but finds no class in the folder; this loader in turn sees the JDK and nothing of the
 * program.
 */
final class FrameworkLoader extends ClassLoader {

  private static final String FOLDER = "framework/";

  static {
    registerAsParallelCapable();
  }

  private final URI agent;
  private final JarFile jar;

  FrameworkLoader(Path agent) throws IOException {
    super("sanswitch", ClassLoader.getPlatformClassLoader());
    this.agent = agent.toUri();
    jar = new JarFile(agent.toFile());
  }

  /** Felix asks for Unsafe first and does without; with it, the JDK prints four lines of warning. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals("sun.misc.Unsafe")) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ZipEntry entry = jar.getEntry(FOLDER + name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  protected @Nullable URL findResource(String name) {
    if (jar.getEntry(FOLDER + name) == null) {
      return null;
    }
    try {
      return URI.create("jar:" + agent + "!/" + FOLDER + name).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("not the address of a resource: " + name, e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return Collections.enumeration(found == null ? List.of() : List.of(found));
  }
}
