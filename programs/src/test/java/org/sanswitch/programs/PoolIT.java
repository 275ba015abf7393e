package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.PoolClient;

/** H2's server, and its driver in a pool of connections that virtual threads share. */
class PoolIT {

  @TempDir private Path directory;

  @Test
  void virtualThreadsWriteThroughAPoolOverSharedMemory() throws Exception {
    try (Jvm server = Jvm.start(directory, Server.class, "-tcp", "-tcpPort", "0", "-ifNotExists",
        "-baseDir", directory)) {
      String port = server.lineWith("tcp://").replaceFirst(".*tcp://.*:(\\d+).*", "$1");
      String address = "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:pool;DB_CLOSE_DELAY=-1";
      try (Jvm client = Jvm.start(directory, PoolClient.class, address, "sa")) {
        assertEquals(List.of(PoolClient.expected()), client.rest());
        client.routes().assertOnly(Routes.SAN);
      }
      server.terminate();
      server.routes().assertOnly(Routes.SAN);
    }
  }
}
