package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.WebClient;

/** The JDK's HttpClient gets a file from jwebserver. */
class WebIT {

  private static final int SIZE = 3_000_017;
  private static final int ANSWERS = 40;

  @TempDir private Path directory;

  @Test
  void theFileComesAsItIs() throws Exception {
    byte[] file = new byte[SIZE];
    new Random(7).nextBytes(file);
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.write(root.resolve("file"), file);
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    try (Jvm server = Jvm.start(directory, "jwebserver", List.of("-m", "jdk.httpserver", "-b",
        "127.0.0.1", "-p", "0", "-d", root.toString()))) {
      String address = server.lineWith("URL http://").replaceFirst(".*URL ", "");
      try (Jvm client = Jvm.start(directory, WebClient.class, address + "file")) {
        assertEquals(Collections.nCopies(ANSWERS, "200 " + digest), client.rest());
        client.routes().assertOnly(Expected.BY_SELECTOR);
      }
      server.terminate();
      server.routes().assertOnly(Expected.ACCEPTED_BY_SELECTOR);
    }
  }
}
