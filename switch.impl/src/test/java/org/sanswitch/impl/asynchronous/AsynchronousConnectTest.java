package org.sanswitch.impl.asynchronous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.impl.asynchronous.AsyncKit.bytes;
import static org.sanswitch.impl.asynchronous.AsyncKit.get;
import static org.sanswitch.impl.asynchronous.AsyncKit.text;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AcceptPendingException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.rules.Rules;

@Timeout(60)
class AsynchronousConnectTest {

  @ParameterizedTest
  @EnumSource
  @Rules("SOC-1")
  void bothEndsKnowTheirAddressesSOC1(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      AsynchronousSocketChannel client = kit.channel(null);
      assertNull(client.getLocalAddress());
      assertNull(client.getRemoteAddress());
      client.bind(new InetSocketAddress(0));
      int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
      assertThrowsExactly(AlreadyBoundException.class, () -> client.bind(null));
      assertNull(get(client.connect(listener.getLocalAddress())));
      AsynchronousSocketChannel server = kit.with(get(listener.accept()));
      assertEquals(port, ((InetSocketAddress) client.getLocalAddress()).getPort());
      assertEquals(client.getLocalAddress(), server.getRemoteAddress());
      assertEquals(listener.getLocalAddress(), client.getRemoteAddress());
      assertEquals(client.getRemoteAddress(), server.getLocalAddress());
      assertThrowsExactly(AlreadyBoundException.class, () -> client.bind(null));
      assertThrowsExactly(AlreadyBoundException.class, () -> server.bind(null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerIsToldOfConnectAndAccept(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      Told<AsynchronousSocketChannel> accepted = new Told<>();
      listener.accept("listener", accepted);
      assertThrowsExactly(AcceptPendingException.class, listener::accept);
      assertThrowsExactly(AcceptPendingException.class,
          () -> listener.accept(null, new Told<>()));
      Told<Void> connected = new Told<>();
      AsynchronousSocketChannel client = kit.channel(null);
      client.connect(listener.getLocalAddress(), "client", connected);
      assertNull(connected.value());
      assertEquals("client", connected.end().attachment());
      AsynchronousSocketChannel server = kit.with((AsynchronousSocketChannel) accepted.value());
      assertEquals("listener", accepted.end().attachment());
      get(client.write(bytes("x")));
      assertEquals(1, get(server.read(ByteBuffer.allocate(1))));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("ACC-2")
  void theFirstReadInTheHandlerOfAnAcceptGetsWhatCameBeforeACC2(AsyncKit.Sort sort)
      throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      AsynchronousSocketChannel client = kit.channel(null);
      get(client.connect(listener.getLocalAddress()));
      get(client.write(bytes("first")));
      ByteBuffer initial = ByteBuffer.allocate(5);
      Told<Integer> read = new Told<>();
      listener.accept(null, new CompletionHandler<AsynchronousSocketChannel, @Nullable Object>() {
        @Override
        public void completed(AsynchronousSocketChannel accepted, @Nullable Object attachment) {
          Chain.read(kit.with(accepted), initial, read);
        }

        @Override
        public void failed(Throwable failure, @Nullable Object attachment) {
          read.failed(failure, null);
        }
      });
      assertTrue((Integer) read.value() > 0);
      assertEquals("first", text(initial));
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsAreAcceptedInAnyNumber(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      for (int i = 0; i < 5; i++) {
        Future<AsynchronousSocketChannel> accept = listener.accept();
        AsynchronousSocketChannel client = kit.channel(null);
        get(client.connect(listener.getLocalAddress()));
        AsynchronousSocketChannel server = kit.with(get(accept));
        assertEquals(client.getLocalAddress(), server.getRemoteAddress());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS_ON_SAN"})
  @Rules("LIS-3")
  void aListenerAcceptsOverTcpAndOverTheSanLIS3(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort); AsyncKit plain = new AsyncKit(AsyncKit.Sort.JDK)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      for (int i = 0; i < 4; i++) {
        AsynchronousSocketChannel client = (i % 2 == 0 ? kit : plain).channel(null);
        Future<AsynchronousSocketChannel> accept = listener.accept();
        get(client.connect(listener.getLocalAddress()));
        AsynchronousSocketChannel server = kit.with(get(accept));
        get(client.write(bytes("" + i)));
        ByteBuffer got = ByteBuffer.allocate(1);
        get(server.read(got));
        assertEquals("" + i, text(got));
      }
      assertEquals(2, kit.core.links.size());
      assertEquals(2, kit.core.counts.stream().filter(count -> count.accepted).count());
    }
  }

  /** There is always a session to be accepted, so a listener that asked the SAN first would never ask TCP/IP. */
  @ParameterizedTest
  @EnumSource(names = {"OURS_ON_SAN"})
  @Rules("LIS-3")
  void sessionsThatNeverEndToComeDoNotKeepOutTcpLIS3(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort); AsyncKit plain = new AsyncKit(AsyncKit.Sort.JDK)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      AsynchronousSocketChannel overTcp = plain.channel(null);
      get(overTcp.connect(listener.getLocalAddress()));
      get(kit.channel(null).connect(listener.getLocalAddress()));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AsyncKit.BOUND_SECONDS);
      SocketAddress accepted = null;
      while (!overTcp.getLocalAddress().equals(accepted)) {
        assertTrue(System.nanoTime() - end < 0, "TCP/IP was never accepted");
        try (AsynchronousSocketChannel another = kit.provider.openAsynchronousSocketChannel(null)) {
          get(another.connect(listener.getLocalAddress()));
          try (AsynchronousSocketChannel server = get(listener.accept())) {
            accepted = server.getRemoteAddress();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS_ON_SAN"})
  void whereNoSwitchListensItGoesByTcpWithTheReason(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort); AsyncKit plain = new AsyncKit(AsyncKit.Sort.JDK)) {
      AsynchronousServerSocketChannel listener = plain.listening(null);
      AsynchronousSocketChannel byFuture = kit.channel(null);
      byFuture.setOption(StandardSocketOptions.TCP_NODELAY, true);
      get(byFuture.connect(listener.getLocalAddress()));
      assertTrue(byFuture.getOption(StandardSocketOptions.TCP_NODELAY));
      AsynchronousSocketChannel byHandler = kit.channel(null);
      Told<Void> told = new Told<>();
      byHandler.connect(listener.getLocalAddress(), null, told);
      told.value();
      for (AsynchronousSocketChannel client : new AsynchronousSocketChannel[]{byFuture,
          byHandler}) {
        AsynchronousSocketChannel server = plain.with(get(listener.accept()));
        get(client.write(bytes("x")));
        assertEquals(1, get(server.read(ByteBuffer.allocate(1))));
      }
      assertEquals(2, kit.core.counts.size());
      for (var count : kit.core.counts) {
        assertEquals(RouteReason.PEER_HAS_NO_SWITCH, count.route.reason());
        assertEquals(1, count.sent);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsInTheWrongStateAreRefused(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousSocketChannel channel = kit.channel(null);
      assertThrowsExactly(NotYetConnectedException.class,
          () -> channel.read(ByteBuffer.allocate(1)));
      assertThrowsExactly(NotYetConnectedException.class, () -> channel.write(bytes("x")));
      assertThrowsExactly(NotYetConnectedException.class, channel::shutdownInput);
      assertThrowsExactly(NotYetConnectedException.class, channel::shutdownOutput);
      assertThrowsExactly(UnresolvedAddressException.class,
          () -> channel.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
      assertThrowsExactly(UnsupportedAddressTypeException.class,
          () -> channel.connect(UnixDomainSocketAddress.of("/nowhere")));
      assertThrowsExactly(NullPointerException.class, () -> channel.connect(null));
      assertTrue(channel.isOpen());
      AsynchronousServerSocketChannel unbound =
          kit.with(kit.provider.openAsynchronousServerSocketChannel(null));
      assertThrowsExactly(NotYetBoundException.class, unbound::accept);
      assertThrowsExactly(NotYetBoundException.class,
          () -> unbound.accept(null, new Told<>()));
      assertThrowsExactly(AlreadyBoundException.class, () -> kit.listening(null).bind(null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneConnectAtATime(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      SocketAddress nobody = kit.unresponsive();
      AsynchronousSocketChannel channel = kit.channel(null);
      Future<Void> connect = channel.connect(nobody);
      assertThrowsExactly(ConnectionPendingException.class, () -> channel.connect(nobody));
      assertThrowsExactly(ConnectionPendingException.class, () -> channel.bind(null));
      assertThrowsExactly(NotYetConnectedException.class, () -> channel.write(bytes("x")));
      assertNull(channel.getLocalAddress());
      assertNull(channel.getRemoteAddress());
      assertFalse(connect.isDone());
      AsyncKit.Pair pair = kit.pair();
      assertThrowsExactly(AlreadyConnectedException.class,
          () -> pair.client().connect(nobody));
      assertThrowsExactly(AlreadyConnectedException.class,
          () -> pair.server().connect(nobody));
      channel.close();
      AsyncKit.failure(AsynchronousCloseException.class, connect);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules({"BLK-3", "BLK-8"})
  void aCancelledConnectLeavesNothingButCloseBLK8(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      SocketAddress nobody = kit.unresponsive();
      AsynchronousSocketChannel channel = kit.channel(null);
      Future<Void> connect = channel.connect(nobody);
      assertTrue(connect.cancel(false));
      assertFalse(connect.cancel(true));
      assertTrue(connect.isCancelled() && connect.isDone());
      assertThrowsExactly(CancellationException.class, () -> get(connect));
      assertTrue(channel.isOpen());
      assertThrowsExactly(ConnectionPendingException.class, () -> channel.connect(nobody));
      channel.close();
      AsynchronousSocketChannel other = kit.channel(null);
      Future<Void> interrupted = other.connect(nobody);
      assertTrue(interrupted.cancel(true));
      assertFalse(other.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedConnectClosesTheChannel(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousSocketChannel channel = kit.channel(null);
      ConnectException e =
          AsyncKit.failure(ConnectException.class, channel.connect(kit.refusing()));
      assertEquals("Connection refused", e.getMessage());
      assertFalse(channel.isOpen());
      AsynchronousSocketChannel other = kit.channel(null);
      Told<Void> told = new Told<>();
      other.connect(kit.refusing(), null, told);
      assertEquals("Connection refused", told.failure(ConnectException.class).getMessage());
      assertFalse(other.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("BLK-8")
  void aCancelledAcceptIsTheLastBLK8(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      Future<AsynchronousSocketChannel> accept = listener.accept();
      assertTrue(accept.cancel(false));
      assertTrue(listener.isOpen());
      assertThrowsExactly(CancellationException.class, () -> get(accept));
      assertEquals("Accept not allowed due cancellation",
          assertThrowsExactly(RuntimeException.class, listener::accept).getMessage());
      AsynchronousServerSocketChannel other = kit.listening(null);
      assertTrue(other.accept().cancel(true));
      assertFalse(other.isOpen());
    }
  }

  /** Nobody will ever get it, so its peer is not left waiting. */
  @ParameterizedTest
  @EnumSource
  @Rules({"ACC-2", "BLK-8"})
  void whatComesForACancelledAcceptIsClosedACC2(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsynchronousServerSocketChannel listener = kit.listening(null);
      assertTrue(listener.accept().cancel(false));
      assertTrue(listener.isOpen());
      try (Socket client = new Socket()) {
        client.connect(listener.getLocalAddress());
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(AsyncKit.BOUND_SECONDS));
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedChannelFailsEverything(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort)) {
      AsyncKit.Pair pair = kit.pair();
      AsynchronousSocketChannel unconnected = kit.channel(null);
      SocketAddress somewhere = kit.refusing();
      for (AsynchronousSocketChannel channel : new AsynchronousSocketChannel[]{pair.client(),
          pair.server(), unconnected}) {
        channel.close();
        channel.close();
        assertFalse(channel.isOpen());
        AsyncKit.failure(ClosedChannelException.class, channel.read(ByteBuffer.allocate(1)));
        AsyncKit.failure(ClosedChannelException.class, channel.write(bytes("x")));
        AsyncKit.failure(ClosedChannelException.class, channel.connect(somewhere));
        Told<Integer> told = new Told<>();
        channel.read(ByteBuffer.allocate(1), null, told);
        told.failure(ClosedChannelException.class);
        assertThrowsExactly(ClosedChannelException.class, channel::getLocalAddress);
        assertThrowsExactly(ClosedChannelException.class, channel::getRemoteAddress);
        assertThrowsExactly(ClosedChannelException.class, channel::shutdownInput);
        assertThrowsExactly(ClosedChannelException.class,
            () -> channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertTrue(channel.toString().endsWith("[closed]"));
      }
      AsynchronousServerSocketChannel listener = kit.listening(null);
      Future<AsynchronousSocketChannel> accept = listener.accept();
      listener.close();
      AsyncKit.failure(AsynchronousCloseException.class, accept);
      AsyncKit.failure(ClosedChannelException.class, listener.accept());
      assertThrowsExactly(ClosedChannelException.class, listener::getLocalAddress);
    }
  }

  @ParameterizedTest
  @EnumSource
  void optionsAreThoseOfTheJdk(AsyncKit.Sort sort) throws Exception {
    try (AsyncKit kit = new AsyncKit(sort); AsyncKit jdk = new AsyncKit(AsyncKit.Sort.JDK)) {
      AsyncKit.Pair pair = kit.pair();
      AsyncKit.Pair expected = jdk.pair();
      assertEquals(expected.client().supportedOptions(), pair.client().supportedOptions());
      assertEquals(expected.server().supportedOptions(), pair.server().supportedOptions());
      for (AsynchronousSocketChannel channel : new AsynchronousSocketChannel[]{pair.client(),
          pair.server()}) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true)
          .setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertTrue(channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
        assertThrowsExactly(UnsupportedOperationException.class,
            () -> channel.getOption(StandardSocketOptions.SO_LINGER));
        channel.shutdownOutput();
        assertEquals("Connection has been shutdown for writing",
            assertThrowsExactly(java.io.IOException.class,
                () -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true))
              .getMessage());
      }
    }
  }
}
