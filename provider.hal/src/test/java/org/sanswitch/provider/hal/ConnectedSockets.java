package org.sanswitch.provider.hal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sanswitch.provider.hal.HalFixture.Pair;
import org.sanswitch.spi.SocketDescriptor;

/** What tests of two connected sockets begin with. */
abstract class ConnectedSockets {

  HalFixture fixture;
  SocketDescriptor client;
  SocketDescriptor server;

  @BeforeEach
  void connect() throws Exception {
    fixture = new HalFixture();
    Pair pair = fixture.connect();
    client = pair.client();
    server = pair.server();
  }

  @AfterEach
  void closeFixture() {
    fixture.close();
  }
}
