package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.NettyClient;
import program.NettyServer;

/** Netty at both ends, on its NIO transport. */
class NettyIT {

  @TempDir private Path directory;

  @Test
  void bytesAndHttpBodiesComeBack() throws Exception {
    try (Jvm server = Jvm.start(directory, NettyServer.class)) {
      String[] ports = server.lineWith("ports ").split(" ");
      try (Jvm client = Jvm.start(directory, NettyClient.class, ports[1], ports[2])) {
        assertEquals(List.of("echo 3000001", "http 50"), client.rest());
        client.routes().assertOnly(Expected.BY_SELECTOR);
      }
      server.endInput();
      server.routes().assertOnly(Expected.BOUND_BY_SELECTOR);
    }
  }
}
