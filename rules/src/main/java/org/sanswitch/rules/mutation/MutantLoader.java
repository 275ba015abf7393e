package org.sanswitch.rules.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of this project anew, tests and production alike, one of them changed. All
 * others, and this package, are those of the parent.
 */
final class MutantLoader extends ClassLoader {

  private static final String OURS = "org.sanswitch.";
  private static final String SHARED = "org.sanswitch.rules.";

  private final @Nullable String mutatedName;
  private final byte @Nullable [] mutated;

  /**
   * Makes a loader.
   *
   * @param parent has the classes as they were compiled
   * @param mutation what changes; null for nothing
   * @throws MutantException if the mutation cannot be made
   */
  MutantLoader(ClassLoader parent, @Nullable Mutation mutation) {
    super("mutant", parent);
    if (mutation == null) {
      mutatedName = null;
      mutated = null;
      return;
    }
    mutatedName = mutation.className();
    Mutation.Replacement call = mutation.replacement();
    StaticMethod replacement = call == null
        ? null
        : StaticMethod.find(ClassFile.of().parse(read(call.className())), call.method(),
            ClassDesc.of(mutation.className()));
    mutated = new Rewriter(mutation, replacement).rewrite(read(mutation.className()), parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOurs(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith(OURS) && !name.startsWith(SHARED);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] code = mutated;
    if (code == null || !name.equals(mutatedName)) {
      try {
        code = read(name);
      } catch (MutantException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, code, 0, code.length);
  }

  private byte[] read(String name) {
    String path = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(path)) {
      if (in == null) {
        throw new MutantException("there is no class " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new MutantException("class " + name + " cannot be read", e);
    }
  }
}
