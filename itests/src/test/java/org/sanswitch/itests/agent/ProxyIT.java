package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.api.RouteReason;
import plain.OneRequest;

/** A SOCKS proxy of the command line is respected, and the report says so. */
public class ProxyIT {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PlainProgram program() {
    return new PlainProgram(folder.getRoot().toPath(), OneRequest.class).withAgent();
  }

  @Test
  public void socketsGoThroughTheProxyAlthoughASanWouldReach() throws Exception {
    try (SocksProxy proxy = new SocksProxy(); PlainJvm server = program().start("server")) {
      PlainProgram client = program().option("-DsocksProxyHost=127.0.0.1")
        .option("-DsocksProxyPort=" + proxy.port())
        // An empty list; to any other the JDK adds the loopback addresses.
        .option("-DsocksNonProxyHosts=");
      try (PlainJvm jvm = client.start("client", "127.0.0.1", server.line())) {
        assertEquals(List.of("ok"), jvm.rest());
        jvm.report().assertOnlyTcp(RouteReason.PROXY);
      }
      server.rest();
      server.report().assertOnlyTcp(RouteReason.PEER_HAS_NO_SWITCH);
      assertEquals(1, proxy.relayed());
    }
  }
}
