package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.JettyClient;
import program.JettyServer;

/** Jetty and its client. */
class JettyIT {

  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;

  @Test
  void bodiesComeBackByBothVersionsOfHttpAndByTls() throws Exception {
    try (Jvm server = Jvm.start(directory, JettyServer.class, keys(), PASSWORD)) {
      String[] ports = server.lineWith("ports ").split(" ");
      ask("1", "http://127.0.0.1:" + ports[1] + "/", "HTTP/1.1 50");
      ask("1", "https://127.0.0.1:" + ports[2] + "/", "HTTP/1.1 50");
      ask("2", "https://127.0.0.1:" + ports[2] + "/", "HTTP/2.0 50");
      server.endInput();
      server.routes().assertOnly(Expected.ACCEPTED_BY_SELECTOR);
    }
  }

  private void ask(String version, String address, String answer) throws Exception {
    try (Jvm client = Jvm.start(directory, JettyClient.class, version, address)) {
      assertEquals(List.of(answer), client.rest());
      client.routes().assertOnly(Expected.BY_SELECTOR);
    }
  }

  private Path keys() throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
            "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore",
            file.toString(), "-storepass", PASSWORD)
          .inheritIO()
          .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS), "keytool ends within 60 s");
    assertEquals(0, keytool.exitValue(), "exit code of keytool");
    return file;
  }
}
