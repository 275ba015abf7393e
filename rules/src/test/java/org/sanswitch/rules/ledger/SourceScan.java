package org.sanswitch.rules.ledger;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the sources of all modules say about rules. Sources, not classes, because the ledger is
 * checked before anything else is built.
 *
 * @param claims what shows and what breaks which rule
 * @param mainTypes names of the classes that are no tests, nested ones as {@code Outer.Inner}
 * @param mistakes annotations that cannot be used
 */
record SourceScan(List<Claim> claims, Set<String> mainTypes, List<String> mistakes) {

  /** This module: its samples break rules that they do not mean. */
  private static final String OWN_MODULE = "rules";

  /**
   * Reads all sources.
   *
   * @param root directory of the project
   * @throws IOException if they cannot be read
   */
  static SourceScan of(Path root) throws IOException {
    SourceScan scan = new SourceScan(new ArrayList<>(), new HashSet<>(), new ArrayList<>());
    try (Stream<Path> directories = Files.list(root)) {
      for (Path module : directories.sorted().toList()) {
        if (!module.endsWith(OWN_MODULE) && Files.isDirectory(module.resolve("src"))) {
          scan.read(module);
        }
      }
    }
    return scan;
  }

  private void read(Path module) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(module.resolve("src"))) {
      files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    if (files.isEmpty()) {
      return;
    }
    Path tests = module.resolve("src").resolve("test");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"),
          null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        boolean test = Path.of(unit.getSourceFile().toUri()).startsWith(tests.toAbsolutePath());
        AnnotationReader reader = new AnnotationReader(module.getFileName().toString(), test);
        reader.scan(unit, null);
        claims.addAll(reader.claims());
        mistakes.addAll(reader.mistakes());
        if (!test) {
          mainTypes.addAll(reader.types());
        }
      }
    }
  }
}
