package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

@Timeout(60)
class SocketTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  @ParameterizedTest
  @EnumSource
  @Rules("LIS-3")
  void movesBytesBothWaysLIS3(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      pair.client().getOutputStream().write("hello".getBytes());
      assertEquals("hello", new String(pair.server().getInputStream().readNBytes(5)));
      pair.server().getOutputStream().write('x');
      assertEquals('x', pair.client().getInputStream().read());
      assertSame(pair.client().getInputStream(), pair.client().getInputStream());
      assertSame(pair.client().getOutputStream(), pair.client().getOutputStream());
      assertEquals(0, pair.client().getInputStream().read(new byte[0]));
      assertThrowsExactly(IndexOutOfBoundsException.class,
          () -> pair.client().getInputStream().read(new byte[1], 1, 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("SOC-1")
  void knowsBothAddressesSOC1(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      Socket client = pair.client();
      assertEquals(client.getLocalSocketAddress(), pair.server().getRemoteSocketAddress());
      assertEquals(client.getRemoteSocketAddress(), pair.server().getLocalSocketAddress());
      assertTrue(client.isConnected() && client.isBound() && !client.isClosed());
      assertTrue(pair.server().isConnected() && pair.server().isBound());
      InetAddress remote = client.getInetAddress();
      int port = client.getPort();
      int local = client.getLocalPort();
      client.close();
      assertEquals(remote, client.getInetAddress());
      assertEquals(port, client.getPort());
      assertEquals(local, client.getLocalPort());
      assertTrue(client.getLocalAddress().isAnyLocalAddress());
      assertTrue(client.isConnected() && client.isBound() && client.isClosed());
      assertEquals(client.toString().replaceAll("[0-9]+", "N"),
          "Socket[addr=localhost/N.N.N.N,port=N,localport=N]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsABoundLocalPort(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.listeningSocket();
      Socket client = kit.socket();
      client.bind(new InetSocketAddress(0));
      int port = client.getLocalPort();
      assertTrue(port > 0);
      client.connect(listener.getLocalSocketAddress());
      assertEquals(port, client.getLocalPort());
      assertEquals(port, listener.accept().getPort());
      assertThrowsExactly(SocketException.class, () -> client.bind(null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void transfersMuchData(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      byte[] data = new byte[2_500_000];
      new Random(3).nextBytes(data);
      Blocking write = Blocking.start(On.VIRTUAL, () -> {
        pair.client().getOutputStream().write(data);
        pair.client().shutdownOutput();
        return null;
      });
      assertArrayEquals(data, pair.server().getInputStream().readAllBytes());
      write.result();
      assertEquals(-1, pair.server().getInputStream().read());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-9")
  void aReadThatTimesOutConsumesNothingBLK9(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      pair.client().setSoTimeout(30);
      assertEquals(30, pair.client().getSoTimeout());
      Blocking read = Blocking.start(on, () -> pair.client().getInputStream().read());
      assertEquals("Read timed out", read.thrown(SocketTimeoutException.class).getMessage());
      pair.server().getOutputStream().write(new byte[]{7, 8});
      assertEquals(7, pair.client().getInputStream().read());
      assertEquals(8, pair.client().getInputStream().read());
      assertFalse(pair.client().isClosed());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void closeEndsABlockedRead(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      Blocking read = Blocking.blocked(on, () -> pair.client().getInputStream().read());
      pair.client().close();
      assertEquals("Socket closed", read.thrown(SocketException.class).getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void closeEndsABlockedWrite(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      Blocking write = Blocking.blocked(on, () -> fill(pair.client()));
      pair.client().close();
      assertEquals("Socket closed", write.thrown(SocketException.class).getMessage());
    }
  }

  private static int fill(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    while (true) {
      out.write(new byte[64 * 1024]);
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void anInterruptCountsOnAVirtualThreadOnlyBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      Blocking read = Blocking.blocked(on, () -> pair.client().getInputStream().read());
      read.thread.interrupt();
      if (on == On.VIRTUAL) {
        assertEquals("Closed by interrupt", read.thrown(SocketException.class).getMessage());
        assertTrue(pair.client().isClosed());
      } else {
        pair.server().getOutputStream().write(5);
        assertEquals(5, read.result());
        assertFalse(pair.client().isClosed());
      }
      assertTrue(read.interruptedAfterwards());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void anInterruptDoesNotCountWhileDataIsWaiting(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      pair.server().getOutputStream().write(5);
      Blocking read = Blocking.start(on, () -> {
        Thread.currentThread().interrupt();
        return pair.client().getInputStream().read();
      });
      assertEquals(5, read.result());
      assertTrue(read.interruptedAfterwards());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void anInterruptEndsAConnectOnAVirtualThreadBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Socket client = kit.socket();
      InetSocketAddress silent = kit.unresponsive();
      Blocking connect = Blocking.blocked(on, () -> {
        client.connect(silent);
        return null;
      });
      if (on == On.VIRTUAL) {
        connect.thread.interrupt();
        assertEquals("Closed by interrupt", connect.thrown(SocketException.class).getMessage());
        assertTrue(connect.interruptedAfterwards());
      } else {
        connect.thread.interrupt();
        connect.awaitBlocked();
        client.close();
        assertEquals("Socket closed", connect.thrown(SocketException.class).getMessage());
      }
      assertTrue(client.isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectTimesOut(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Socket client = kit.socket();
      InetSocketAddress silent = kit.unresponsive();
      SocketTimeoutException e = assertThrowsExactly(SocketTimeoutException.class,
          () -> client.connect(silent, 50));
      assertEquals("Connect timed out", e.getMessage());
      assertTrue(client.isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectIsRefusedWhereNobodyListens(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Socket client = kit.socket();
      client.setKeepAlive(true);
      InetSocketAddress nobody = kit.refusing();
      ConnectException e =
          assertThrowsExactly(ConnectException.class, () -> client.connect(nobody));
      assertEquals("Connection refused", e.getMessage());
      assertTrue(client.isClosed());
      assertThrowsExactly(UnknownHostException.class, () -> kit.socket()
        .connect(InetSocketAddress.createUnresolved("no.such.host.invalid", 1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lingerOfZeroResetsThePeer(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      pair.client().setSoLinger(true, 0);
      pair.client().close();
      InputStream in = pair.server().getInputStream();
      assertEquals("Connection reset",
          assertThrowsExactly(SocketException.class, in::read).getMessage());
      assertEquals("Connection reset",
          assertThrowsExactly(SocketException.class, in::read).getMessage());
      OutputStream out = pair.server().getOutputStream();
      assertEquals("Broken pipe",
          assertThrowsExactly(SocketException.class, () -> out.write(1)).getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfClosesSES9(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      OutputStream out = pair.client().getOutputStream();
      pair.client().shutdownOutput();
      assertTrue(pair.client().isOutputShutdown());
      assertEquals(-1, pair.server().getInputStream().read());
      assertEquals("Broken pipe",
          assertThrowsExactly(SocketException.class, () -> out.write(1)).getMessage());
      assertThrowsExactly(SocketException.class, pair.client()::getOutputStream);
      assertThrowsExactly(SocketException.class, pair.client()::shutdownOutput);
      pair.server().getOutputStream().write(9);
      assertEquals(9, pair.client().getInputStream().read());
      InputStream in = pair.client().getInputStream();
      pair.client().shutdownInput();
      assertEquals(-1, in.read());
      assertEquals(0, in.available());
      assertFalse(pair.client().isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingAStreamClosesTheSocket(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      InputStream in = pair.client().getInputStream();
      pair.client().getOutputStream().close();
      assertTrue(pair.client().isClosed());
      assertEquals("Socket closed",
          assertThrowsExactly(SocketException.class, in::read).getMessage());
      assertEquals("Socket closed",
          assertThrowsExactly(SocketException.class, in::available).getMessage());
      assertEquals("Socket is closed",
          assertThrowsExactly(SocketException.class, pair.client()::getSoTimeout).getMessage());
      assertEquals(-1, pair.server().getInputStream().read());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatIsAvailable(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      assertEquals(0, pair.server().getInputStream().available());
      pair.client().getOutputStream().write(new byte[10]);
      assertEquals(0, pair.server().getInputStream().read());
      assertTrue(pair.server().getInputStream().available() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void urgentDataIsInTheStreamOrDroppedSES8(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Sockets pair = kit.sockets();
      assertFalse(pair.server().getOOBInline());
      pair.client().sendUrgentData('u');
      pair.client().getOutputStream().write('a');
      assertEquals('a', pair.server().getInputStream().read());
      pair.server().setOOBInline(true);
      assertTrue(pair.server().getOOBInline());
      pair.client().sendUrgentData('v');
      assertEquals('v', pair.server().getInputStream().read());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("SOC-3")
  void keepsOptionsBeforeAndAfterTheConnectSOC3(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocket listener = kit.listeningSocket();
      Socket client = kit.socket();
      client.setTcpNoDelay(true);
      client.setKeepAlive(true);
      client.setSoLinger(true, 3);
      client.setSoTimeout(1234);
      client.setReuseAddress(true);
      client.setTrafficClass(8);
      client.setOption(StandardSocketOptions.SO_SNDBUF, 40_000);
      client.connect(listener.getLocalSocketAddress());
      Socket server = kit.with(listener.accept());
      assertTrue(client.getTcpNoDelay() && client.getKeepAlive() && client.getReuseAddress());
      assertEquals(3, client.getSoLinger());
      assertEquals(1234, client.getSoTimeout());
      assertEquals(8, client.getTrafficClass());
      assertEquals(40_000, client.getOption(StandardSocketOptions.SO_SNDBUF));
      assertFalse(server.getTcpNoDelay() || server.getKeepAlive());
      assertEquals(-1, server.getSoLinger());
      assertTrue(server.getReuseAddress());
      server.setTcpNoDelay(true);
      assertTrue(server.getOption(StandardSocketOptions.TCP_NODELAY));
      server.setKeepAlive(true);
      assertTrue(server.getKeepAlive());
      assertEquals(new Socket().supportedOptions(), server.supportedOptions());
      if (sort == Kit.Sort.OURS_ON_SAN) {
        assertTrue(kit.core.links.get(0).client.keepAlive.startsWith("true "));
        assertTrue(kit.core.links.get(0).server.keepAlive.startsWith("true "));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsInWrongStates(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Socket fresh = kit.socket();
      assertEquals("Socket is not connected",
          assertThrowsExactly(SocketException.class, fresh::getInputStream).getMessage());
      assertEquals(-1, fresh.getLocalPort());
      assertThrowsExactly(SocketException.class, fresh::shutdownInput);
      Kit.Sockets pair = kit.sockets();
      assertEquals("Already connected", assertThrowsExactly(SocketException.class,
          () -> pair.client().connect(pair.client().getRemoteSocketAddress()))
        .getMessage());
      fresh.close();
      assertEquals("Socket is closed", assertThrowsExactly(SocketException.class,
          () -> fresh.connect(new InetSocketAddress(1)))
        .getMessage());
      assertEquals("Socket is closed",
          assertThrowsExactly(SocketException.class, () -> fresh.setTcpNoDelay(true))
            .getMessage());
    }
  }
}
