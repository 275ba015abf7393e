package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

@Timeout(60)
class ServerSocketTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("LIS-3")
  void aBlockedAcceptTakesWhatComesByEitherRouteLIS3(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort); Kit other = new Kit(Kit.Sort.JDK)) {
      ServerSocket listener = kit.listeningSocket();
      for (Kit from : new Kit[]{kit, other, kit, other}) {
        Blocking accept = Blocking.blocked(on, listener::accept);
        Socket client = from.socket();
        client.connect(listener.getLocalSocketAddress());
        Socket server = kit.with((Socket) accept.result());
        client.getOutputStream().write(3);
        assertEquals(3, server.getInputStream().read());
        assertEquals(client.getLocalPort(), server.getPort());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void closeEndsABlockedAccept(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.listeningSocket();
      Blocking accept = Blocking.blocked(on, listener::accept);
      listener.close();
      assertEquals("Socket closed", accept.thrown(SocketException.class).getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void anInterruptEndsAcceptOnAVirtualThreadOnlyBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.listeningSocket();
      Blocking accept = Blocking.blocked(on, listener::accept);
      accept.thread.interrupt();
      if (on == On.VIRTUAL) {
        assertEquals("Closed by interrupt", accept.thrown(SocketException.class).getMessage());
        assertTrue(listener.isClosed());
      } else {
        accept.awaitBlocked();
        kit.socket().connect(listener.getLocalSocketAddress());
        kit.with((Socket) accept.result());
      }
      assertTrue(accept.interruptedAfterwards());
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptTimesOutAndGoesOn(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.listeningSocket();
      listener.setSoTimeout(30);
      assertEquals(30, listener.getSoTimeout());
      assertEquals("Accept timed out",
          assertThrowsExactly(SocketTimeoutException.class, listener::accept).getMessage());
      kit.socket().connect(listener.getLocalSocketAddress());
      listener.setSoTimeout(10_000);
      kit.with(listener.accept());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("LIS-3")
  void closeResetsWhatWasNotAcceptedLIS3(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.listeningSocket();
      Socket client = kit.socket();
      client.connect(listener.getLocalSocketAddress());
      listener.close();
      assertEquals("Connection reset", assertThrowsExactly(SocketException.class,
          () -> client.getInputStream().read())
        .getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionAcceptedAheadIsResetAtClose(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort); Kit jdk = new Kit(Kit.Sort.JDK)) {
      ServerSocket listener = kit.listeningSocket();
      Blocking accept = Blocking.blocked(On.PLATFORM, listener::accept);
      kit.socket().connect(listener.getLocalSocketAddress());
      kit.with((Socket) accept.result());
      Socket late = jdk.socket();
      late.connect(listener.getLocalSocketAddress());
      listener.close();
      assertEquals("Connection reset", assertThrowsExactly(SocketException.class,
          () -> late.getInputStream().read())
        .getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void releasesThePortAtClose(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.listeningSocket();
      var address = listener.getLocalSocketAddress();
      assertThrowsExactly(BindException.class, () -> kit.serverSocket().bind(address));
      Blocking accept = Blocking.blocked(On.PLATFORM, listener::accept);
      listener.close();
      accept.thrown(SocketException.class);
      kit.serverSocket().bind(address);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("LIS-4")
  void aSharedPortHasNoCompanionLIS4(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.serverSocket();
      listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      listener.bind(Kit.anyPort());
      Socket client = kit.socket();
      client.connect(listener.getLocalSocketAddress());
      Socket server = kit.with(listener.accept());
      server.getOutputStream().write(1);
      assertEquals(1, client.getInputStream().read());
      if (sort != Kit.Sort.JDK) {
        assertEquals(RouteReason.PORT_SHARED, kit.core.withoutCompanions.get(0).reason());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasTheStatesAndOptionsOfTheJdk(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket fresh = kit.serverSocket();
      assertFalse(fresh.isBound());
      assertNull(fresh.getLocalSocketAddress());
      assertEquals(-1, fresh.getLocalPort());
      assertEquals("Socket is not bound yet",
          assertThrowsExactly(SocketException.class, fresh::accept).getMessage());
      fresh.setReceiveBufferSize(20_000);
      assertEquals(20_000, fresh.getReceiveBufferSize());
      assertTrue(fresh.getReuseAddress());
      assertEquals(new ServerSocket().supportedOptions(), fresh.supportedOptions());
      fresh.bind(Kit.anyPort());
      assertTrue(fresh.getInetAddress().isLoopbackAddress());
      assertTrue(fresh.toString().startsWith("ServerSocket[addr=localhost/127.0.0.1,localport="));
      assertThrowsExactly(SocketException.class, () -> fresh.bind(Kit.anyPort()));
      fresh.close();
      assertEquals("Socket is closed",
          assertThrowsExactly(SocketException.class, fresh::accept).getMessage());
      assertTrue(fresh.isBound() && fresh.isClosed());
    }
  }
}
