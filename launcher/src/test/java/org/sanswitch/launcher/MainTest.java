package org.sanswitch.launcher;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  private static final int USAGE = 2;

  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(stderr);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dance", "demo --fast", "demo --file", "demo --file a b",
      "demo --rows", "demo --rows many", "demo --rows 0", "demo --rows 500001", "selftest x"})
  void whatIsNotUnderstoodIsRefusedWithTheUsage(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    assertEquals(USAGE, Main.run(arguments));
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("usage: sanswitch demo"));
  }

  @Test
  void aFileThatIsTooSmallForTheDemoIsRefusedWithItsSize(@TempDir Path directory)
      throws Exception {
    Path small = Files.writeString(directory.resolve("small"), "12345");
    UsageException refused = assertThrows(UsageException.class,
        () -> DemoOptions.parse(List.of("--file", small.toString())));
    assertEquals(small + " has 5 bytes, but must be a file of 100000000 to 1000000000",
        refused.getMessage());
  }

  @Test
  void aNumberOfRowsThatIsNotAllowedIsRefusedWithTheRange() {
    for (String impossible : List.of("0", "500001", "99999999999", "many")) {
      UsageException refused = assertThrows(UsageException.class,
          () -> DemoOptions.parse(List.of("--rows", impossible)));
      assertEquals("--rows is " + impossible + ", but must be 1 to 500000", refused.getMessage());
    }
  }

  @Test
  void rowsAndFileOfTheDemoAreTakenInAnyOrder(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("sparse");
    try (FileChannel sparse = FileChannel.open(file, CREATE_NEW, WRITE)) {
      sparse.write(ByteBuffer.allocate(1), 100_000_000 - 1);
    }
    DemoOptions expected = new DemoOptions(file, 7);
    assertEquals(expected, DemoOptions.parse(List.of("--rows", "7", "--file", file.toString())));
    assertEquals(expected, DemoOptions.parse(List.of("--file", file.toString(), "--rows", "7")));
  }
}
