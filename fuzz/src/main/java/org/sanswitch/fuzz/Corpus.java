package org.sanswitch.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs that are kept for a target.
 *
 * @param directory where they are
 */
record Corpus(Path directory) {

  /**
   * One input.
   *
   * @param name name of its file
   * @param bytes what is in it
   */
  record Input(String name, byte[] bytes) {}

  /**
   * Finds the corpus of a target.
   *
   * @throws IOException if there is none
   */
  static Corpus of(Class<?> target) throws IOException {
    URL found = target.getResource(target.getSimpleName() + "/");
    if (found == null) {
      throw new IOException("no resource directory " + target.getSimpleName() + " beside "
          + target.getName());
    }
    try {
      return new Corpus(Path.of(found.toURI()));
    } catch (URISyntaxException e) {
      throw new IOException("not a directory: " + found, e);
    }
  }

  /**
   * {@return all inputs, by name}
   *
   * @throws IOException if there is none
   */
  List<Input> inputs() throws IOException {
    List<Input> inputs = new ArrayList<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        inputs.add(new Input(String.valueOf(file.getFileName()), Files.readAllBytes(file)));
      }
    }
    if (inputs.isEmpty()) {
      throw new IOException("an empty corpus: " + directory);
    }
    return inputs;
  }
}
