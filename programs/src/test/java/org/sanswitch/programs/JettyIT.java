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

/**
 * Jetty and its client. Jetty 12.1.14 itself mixes up its buffers where the body of a request by
 * HTTP/1.1 and TLS is written in part while the answer comes in: the same program without the switch
 * fails as often where TCP/IP has socket buffers of 16 KiB. So these bodies are small.
 */
class JettyIT {

  private static final int LARGE = 300_007;
  private static final int SMALL = 10_007;

  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;

  @Test
  void bodiesComeBackByBothVersionsOfHttpAndByTls() throws Exception {
    try (Jvm server = Jvm.start(directory, JettyServer.class, keys(), PASSWORD)) {
      String[] ports = server.lineWith("ports ").split(" ");
      ask("1", "http://127.0.0.1:" + ports[1] + "/", LARGE, "HTTP/1.1 50");
      ask("1", "https://127.0.0.1:" + ports[2] + "/", SMALL, "HTTP/1.1 50");
      ask("2", "https://127.0.0.1:" + ports[2] + "/", LARGE, "HTTP/2.0 50");
      server.endInput();
      server.routes().assertOnly(Expected.ACCEPTED_BY_SELECTOR);
    }
  }

  private void ask(String version, String address, int size, String answer) throws Exception {
    try (Jvm client = Jvm.start(directory, JettyClient.class, version, address, size)) {
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
