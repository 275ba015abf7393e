package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

@Timeout(60)
class SocketAdaptorTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  @ParameterizedTest
  @EnumSource
  void isTheSocketOfItsChannel(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Socket client = pair.client().socket();
      Socket server = pair.server().socket();
      assertSame(pair.client(), client.getChannel());
      assertSame(client, pair.client().socket());
      client.getOutputStream().write(new byte[]{1, 2, 3});
      assertEquals(1, server.getInputStream().read());
      assertEquals(2, server.getInputStream().available());
      assertEquals(client.getLocalSocketAddress(), server.getRemoteSocketAddress());
      assertEquals(client.getPort(), server.getLocalPort());
      assertTrue(client.isConnected() && client.isBound() && !client.isClosed());
      assertEquals(client.getInetAddress(), server.getLocalAddress());
      int port = client.getLocalPort();
      client.close();
      assertFalse(pair.client().isOpen() || client.isConnected());
      assertEquals(port, client.getLocalPort());
      assertThrowsExactly(SocketException.class, client::getSoTimeout);
      assertThrowsExactly(SocketException.class, client::getInputStream);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isUnconnectedAtFirst(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Socket socket = kit.channel().socket();
      assertFalse(socket.isConnected() || socket.isBound());
      assertNull(socket.getInetAddress());
      assertEquals(-1, socket.getLocalPort());
      assertEquals(0, socket.getPort());
      assertEquals("Socket[unconnected]", socket.toString());
      assertThrowsExactly(SocketException.class, socket::getOutputStream);
      assertThrowsExactly(SocketException.class, socket::shutdownInput);
      socket.bind(null);
      assertTrue(socket.isBound());
      assertThrowsExactly(SocketException.class, () -> socket.bind(null));
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-9")
  void aReadThatTimesOutConsumesNothingBLK9(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Socket client = pair.client().socket();
      client.setSoTimeout(30);
      InputStream in = client.getInputStream();
      Blocking read = Blocking.start(on, in::read);
      assertEquals("Read timed out", read.thrown(SocketTimeoutException.class).getMessage());
      pair.server().socket().getOutputStream().write(4);
      assertEquals(4, in.read());
      assertTrue(pair.client().isOpen());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void aReadEndsAsThatOfTheChannelBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels first = kit.channels();
      InputStream in = first.client().socket().getInputStream();
      Blocking interrupted = Blocking.blocked(on, in::read);
      interrupted.thread.interrupt();
      interrupted.thrown(ClosedByInterruptException.class);
      assertFalse(first.client().isOpen());
      Kit.Channels second = kit.channels();
      InputStream other = second.client().socket().getInputStream();
      Blocking closed = Blocking.blocked(on, other::read);
      second.client().close();
      closed.thrown(AsynchronousCloseException.class);
      assertThrowsExactly(ClosedChannelException.class, other::read);
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectsWithATimeOut(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel client = kit.channel();
      assertEquals("Connect timed out", assertThrowsExactly(SocketTimeoutException.class,
          () -> client.socket().connect(kit.unresponsive(), 50))
        .getMessage());
      assertFalse(client.isOpen());
      SocketChannel refused = kit.channel();
      assertThrowsExactly(ConnectException.class,
          () -> refused.socket().connect(kit.refusing(), 5_000));
      SocketChannel third = kit.channel();
      third.socket().connect(kit.listening().getLocalAddress(), 5_000);
      assertTrue(third.isConnected());
      assertEquals("Already connected", assertThrowsExactly(SocketException.class,
          () -> third.socket().connect(third.getRemoteAddress()))
        .getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void needsBlockingMode(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      InputStream in = pair.client().socket().getInputStream();
      var out = pair.client().socket().getOutputStream();
      pair.client().configureBlocking(false);
      assertThrowsExactly(IllegalBlockingModeException.class, in::read);
      assertThrowsExactly(IllegalBlockingModeException.class, () -> out.write(1));
      ServerSocketChannel listener = kit.listening();
      listener.configureBlocking(false);
      assertThrowsExactly(IllegalBlockingModeException.class, listener.socket()::accept);
      listener.socket().setSoTimeout(10);
      assertThrowsExactly(IllegalBlockingModeException.class, listener.socket()::accept);
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfClosesAndSendsUrgentDataSES8(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Socket client = pair.client().socket();
      Socket server = pair.server().socket();
      server.setOOBInline(true);
      assertTrue(server.getOOBInline());
      client.sendUrgentData('u');
      assertEquals('u', server.getInputStream().read());
      client.shutdownOutput();
      assertTrue(client.isOutputShutdown());
      assertFalse(client.isInputShutdown());
      assertEquals(-1, server.getInputStream().read());
      assertThrowsExactly(SocketException.class, client::getOutputStream);
      server.shutdownInput();
      assertTrue(server.isInputShutdown());
      assertThrowsExactly(SocketException.class, server::getInputStream);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("SOC-3")
  void setsOptionsOfTheChannelSOC3(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      for (Socket socket : new Socket[]{pair.client().socket(), pair.server().socket(),
          kit.channel().socket()}) {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setReuseAddress(true);
        socket.setSoLinger(true, 2);
        socket.setSendBufferSize(30_000);
        socket.setReceiveBufferSize(30_000);
        socket.setTrafficClass(16);
        assertTrue(socket.getTcpNoDelay() && socket.getKeepAlive() && socket.getReuseAddress());
        assertEquals(2, socket.getSoLinger());
        assertEquals(30_000, socket.getSendBufferSize());
        assertEquals(30_000, socket.getReceiveBufferSize());
        assertEquals(16, socket.getTrafficClass());
        assertFalse(socket.getOOBInline());
        assertThrowsExactly(IllegalArgumentException.class, () -> socket.setSendBufferSize(0));
        assertEquals(socket.getChannel().supportedOptions(), socket.supportedOptions());
        socket.setSoLinger(false, 0);
        assertEquals(-1, socket.getSoLinger());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptsWithATimeOut(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      ServerSocket socket = listener.socket();
      assertSame(listener, socket.getChannel());
      assertSame(socket, listener.socket());
      assertEquals(listener.getLocalAddress(), socket.getLocalSocketAddress());
      socket.setSoTimeout(30);
      assertEquals("Accept timed out",
          assertThrowsExactly(SocketTimeoutException.class, socket::accept).getMessage());
      socket.setSoTimeout(0);
      kit.channel().connect(listener.getLocalAddress());
      Socket accepted = kit.with(socket.accept());
      assertTrue(accepted.getChannel().isConnected());
      assertTrue(socket.isBound() && !socket.isClosed() && socket.getReuseAddress());
      socket.close();
      assertFalse(listener.isOpen());
      assertThrowsExactly(ClosedChannelException.class, socket::accept);
    }
  }
}
