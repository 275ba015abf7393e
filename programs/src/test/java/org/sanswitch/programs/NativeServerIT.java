package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.PoolClient;

/** A server that is no Java program: it has no switch, and is reached by TCP/IP as ever. */
class NativeServerIT {

  @TempDir private Path directory;

  @Test
  void aNativeServerIsReachedByTcpWithTheReason() throws Exception {
    Optional<Path> bin = NativeServer.installed();
    if (bin.isEmpty()) {
      System.err.println("ATTENTION: without PostgreSQL the test with a native server is LEFT OUT");
    }
    assumeTrue(bin.isPresent(), "PostgreSQL is not installed");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path servers = Files.createDirectory(directory.resolve("server"));
    try (NativeServer server = NativeServer.start(bin.orElseThrow(), servers);
        Jvm client = Jvm.start(directory, PoolClient.class, server.address(), "plain")) {
      assertEquals(List.of(PoolClient.expected()), client.rest());
      Routes routes = client.routes();
      // After the first connection the destination is known to have no switch.
      if (routes.used().size() > 1) {
        assertEquals(java.util.Set.of("tcp PEER_HAS_NO_SWITCH", "tcp RECENTLY_FAILED"),
            routes.used(), () -> String.join("\n", routes.report()));
      } else {
        routes.assertOnly("tcp PEER_HAS_NO_SWITCH");
      }
    }
  }
}
