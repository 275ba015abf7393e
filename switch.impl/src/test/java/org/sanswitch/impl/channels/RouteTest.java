package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.rules.Rules;

/** Which way a connection goes, and how it is counted. */
@Timeout(60)
class RouteTest {

  @Test
  void countsChannelsOverTcpWithTheirReason() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_TCP)) {
      Kit.Channels pair = kit.channels();
      pair.client().write(ByteBuffer.allocate(10));
      pair.server().read(ByteBuffer.allocate(10));
      FakeCore.Count client = count(kit, false);
      FakeCore.Count server = count(kit, true);
      assertEquals(RouteReason.NO_PROVIDER, client.route.reason());
      assertEquals(10, client.sent);
      assertEquals(10, server.received);
      pair.client().close();
      assertTrue(client.closed);
      assertFalse(server.closed);
    }
  }

  @Test
  void countsSocketsOverTcpWithTheirReason() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_TCP)) {
      Kit.Sockets pair = kit.sockets();
      pair.client().getOutputStream().write(new byte[7]);
      pair.server().getInputStream().readNBytes(7);
      assertEquals(RouteReason.NO_PROVIDER, count(kit, false).route.reason());
      assertEquals(7, count(kit, false).sent);
      assertEquals(7, count(kit, true).received);
      pair.client().close();
      assertTrue(count(kit, false).closed);
    }
  }

  private static FakeCore.Count count(Kit kit, boolean accepted) {
    return kit.core.counts.stream().filter(c -> c.accepted == accepted).findFirst().orElseThrow();
  }

  @Test
  void leavesTheCountingOfASanToItsSession() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN)) {
      kit.channels();
      kit.sockets();
      assertEquals(List.of(), kit.core.counts);
    }
  }

  @Test
  @Rules("CON-2")
  void goesByTcpWithAllOptionsWherePeerHasNoSwitchCON2() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN); Kit jdk = new Kit(Kit.Sort.JDK)) {
      var listener = jdk.listening();
      SocketChannel channel = kit.channel();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(listener.getLocalAddress());
      assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
      assertEquals(channel.getLocalAddress(), jdk.with(listener.accept()).getRemoteAddress());
      ServerSocket plain = jdk.listeningSocket();
      Socket socket = kit.socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(77);
      socket.setOOBInline(true);
      socket.connect(plain.getLocalSocketAddress());
      assertTrue(socket.getTcpNoDelay() && socket.getOOBInline());
      assertEquals(77, socket.getSoTimeout());
      for (FakeCore.Count count : kit.core.counts) {
        assertEquals(RouteReason.PEER_HAS_NO_SWITCH, count.route.reason());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesThroughASocksProxyByTcp(Kit.Sort sort) throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    try (Kit kit = new Kit(sort); Kit jdk = new Kit(Kit.Sort.JDK)) {
      ServerSocket proxy = jdk.listeningSocket();
      ServerSocket target = kit.listeningSocket();
      ProxySelector.setDefault(new Always(new Proxy(Proxy.Type.SOCKS,
          proxy.getLocalSocketAddress())));
      Blocking connect = Blocking.start(Blocking.On.PLATFORM, () -> {
        kit.socket().connect(target.getLocalSocketAddress());
        return null;
      });
      try (Socket asked = proxy.accept()) {
        assertEquals(5, asked.getInputStream().read(), "the version of SOCKS");
      }
      assertTrue(connect.thrown(SocketException.class).getMessage().contains("SOCKS"));
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  private static final class Always extends ProxySelector {
    private final Proxy proxy;

    Always(Proxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
