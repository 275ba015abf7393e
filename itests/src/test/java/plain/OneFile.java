package plain;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file for one call. */
final class OneFile {

  /** What is done with it. */
  interface Use<R> {
    R of(FileChannel file) throws Exception;
  }

  private static final int SIZE = 100_000;

  private OneFile() {}

  /** {@return what a call gives that gets a file of 100,000 bytes, which is deleted afterwards} */
  static <R> R with(Use<R> use) throws Exception {
    Path path = Files.createTempFile("plain", ".bytes");
    try {
      Files.write(path, new byte[SIZE]);
      try (FileChannel file =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return use.of(file);
      }
    } finally {
      Files.delete(path);
    }
  }
}
