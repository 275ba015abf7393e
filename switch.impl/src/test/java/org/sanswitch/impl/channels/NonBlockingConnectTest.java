package org.sanswitch.impl.channels;

import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/** Connects in non-blocking mode, over the JDK, the switch on TCP/IP and the switch on a SAN. */
@Timeout(60)
class NonBlockingConnectTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  private static ByteBuffer one() {
    return ByteBuffer.allocate(1);
  }

  private static SocketChannel nonBlocking(Kit kit) throws Exception {
    SocketChannel client = kit.channel();
    client.configureBlocking(false);
    return client;
  }

  @ParameterizedTest
  @EnumSource
  void tellsOnceThatItCanBeFinished(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      SocketChannel client = nonBlocking(kit);
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = client.register(selector, OP_CONNECT);
      assertFalse(client.connect(listener.getLocalAddress()));
      assertTrue(client.isConnectionPending());
      assertFalse(client.isConnected());
      assertEquals(listener.getLocalAddress(), client.getRemoteAddress());
      assertEquals(1, selector.select());
      assertEquals(OP_CONNECT, key.readyOps());
      assertFalse(client.isConnected(), "not before it is finished");
      assertTrue(client.finishConnect());
      assertTrue(client.isConnected());
      assertFalse(client.isConnectionPending());
      assertTrue(client.finishConnect());
      selector.selectedKeys().clear();
      assertEquals(0, selector.selectNow());
      key.interestOps(OP_READ | OP_WRITE);
      assertEquals(1, selector.select());
      assertEquals(OP_WRITE, key.readyOps());
      assertEquals(sort == Kit.Sort.OURS_ON_TCP ? 1 : 0, kit.core.counts.size());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("CON-1")
  void aLateAnswerEndsABlockedSelectCON1(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      SocketChannel client = nonBlocking(kit);
      Selector selector = kit.with(kit.provider.openSelector());
      client.register(selector, OP_CONNECT);
      kit.core.late = sort != Kit.Sort.JDK;
      assertFalse(client.connect(listener.getLocalAddress()));
      if (kit.core.late) {
        assertEquals(0, selector.selectNow());
        assertFalse(client.finishConnect());
      }
      Blocking select = Blocking.start(on, selector::select);
      if (kit.core.late) {
        select.awaitBlocked();
        kit.core.endAttempts();
      }
      assertEquals(1, select.result());
      assertTrue(client.finishConnect());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("CON-2")
  void goesOverToTcpBeforeItTellsCON2(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort); Kit jdk = new Kit(Kit.Sort.JDK)) {
      ServerSocketChannel listener = jdk.listening();
      SocketChannel client = nonBlocking(kit);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = client.register(selector, OP_CONNECT);
      kit.core.late = sort != Kit.Sort.JDK;
      assertFalse(client.connect(listener.getLocalAddress()));
      kit.core.endAttempts();
      assertEquals(1, selector.select());
      assertTrue(client.finishConnect(), "it is not told for nothing");
      assertTrue(client.getOption(StandardSocketOptions.TCP_NODELAY));
      SocketChannel server = jdk.with(listener.accept());
      assertEquals(client.getLocalAddress(), server.getRemoteAddress());
      key.interestOps(OP_READ);
      selector.selectedKeys().clear();
      server.write(one());
      assertEquals(1, selector.select());
      assertEquals(1, client.read(one()));
      if (sort == Kit.Sort.OURS_ON_SAN) {
        assertEquals(RouteReason.PEER_HAS_NO_SWITCH, kit.core.counts.get(0).route.reason());
        assertEquals(1, kit.core.counts.get(0).received);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsThatItWasRefused(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel client = nonBlocking(kit);
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = client.register(selector, OP_CONNECT);
      assertFalse(client.connect(kit.refusing()));
      assertEquals(1, selector.select());
      assertTrue(key.isConnectable());
      assertThrowsExactly(ConnectException.class, client::finishConnect);
      assertFalse(client.isOpen());
      assertEquals(0, kit.core.counts.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatDoesNotFitAPendingConnect(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel idle = nonBlocking(kit);
      assertThrowsExactly(NoConnectionPendingException.class, idle::finishConnect);
      ServerSocketChannel listener = kit.listening();
      var address = kit.unresponsive();
      SocketChannel client = nonBlocking(kit);
      assertFalse(client.connect(address));
      assertThrowsExactly(ConnectionPendingException.class, () -> client.connect(address));
      assertThrowsExactly(ConnectionPendingException.class, () -> client.bind(null));
      assertThrowsExactly(NotYetConnectedException.class, () -> client.read(one()));
      assertThrowsExactly(NotYetConnectedException.class, () -> client.write(one()));
      assertThrowsExactly(NotYetConnectedException.class, client::shutdownOutput);
      assertFalse(client.finishConnect());
      assertTrue(client.isOpen());
      idle.connect(listener.getLocalAddress());
      Selector selector = kit.with(kit.provider.openSelector());
      idle.register(selector, OP_CONNECT);
      selector.select();
      idle.finishConnect();
      assertThrowsExactly(AlreadyConnectedException.class,
          () -> idle.connect(listener.getLocalAddress()));
      assertThrowsExactly(AlreadyBoundException.class, () -> idle.bind(null));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("BLK-3")
  void closeGivesAPendingConnectUpBLK3(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      SocketChannel client = nonBlocking(kit);
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = client.register(selector, OP_CONNECT);
      client.connect(kit.unresponsive());
      client.close();
      assertFalse(key.isValid());
      assertThrowsExactly(ClosedChannelException.class, client::finishConnect);
      if (sort == Kit.Sort.OURS_ON_SAN) {
        assertTrue(kit.core.attempts.get(0).isCancelled());
      }
      assertEquals(0, selector.selectNow());
      assertEquals(0, selector.keys().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeBeforeItIsFinishedEndsTheStreamOfThePeer(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      SocketChannel client = nonBlocking(kit);
      Selector selector = kit.with(kit.provider.openSelector());
      client.register(selector, OP_CONNECT);
      client.connect(listener.getLocalAddress());
      assertEquals(1, selector.select());
      client.close();
      assertEquals(0, selector.selectNow());
      assertEquals(-1, kit.with(listener.accept()).read(one()));
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void canBeFinishedInBlockingMode(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort); Kit jdk = new Kit(Kit.Sort.JDK)) {
      for (ServerSocketChannel listener : new ServerSocketChannel[]{kit.listening(),
          jdk.listening()}) {
        SocketChannel client = nonBlocking(kit);
        kit.core.late = sort != Kit.Sort.JDK;
        client.connect(listener.getLocalAddress());
        client.configureBlocking(true);
        Blocking finish = Blocking.start(on, client::finishConnect);
        if (kit.core.late) {
          finish.awaitBlocked();
          kit.core.endAttempts();
        }
        assertEquals(true, finish.result());
        SocketChannel server = listener.accept();
        Blocking read = Blocking.blocked(on, () -> client.read(one()));
        server.write(one());
        assertEquals(1, read.result());
        server.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void closeAndInterruptEndABlockedFinishBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      var address = kit.unresponsive();
      SocketChannel first = nonBlocking(kit);
      first.connect(address);
      first.configureBlocking(true);
      Blocking closed = Blocking.blocked(on, first::finishConnect);
      first.close();
      closed.thrown(AsynchronousCloseException.class);
      SocketChannel second = nonBlocking(kit);
      second.connect(address);
      second.configureBlocking(true);
      Blocking interrupted = Blocking.blocked(on, second::finishConnect);
      interrupted.thread.interrupt();
      interrupted.thrown(ClosedByInterruptException.class);
      assertTrue(interrupted.interruptedAfterwards());
      assertFalse(second.isOpen());
    }
  }

  @Test
  void leavesNoDescriptorBehindWhereItGoesOverToTcp() throws Exception {
    connectByTcpAfterASan();
    long before = Descriptors.count();
    for (int i = 0; i < 10; i++) {
      connectByTcpAfterASan();
    }
    Descriptors.awaitAtMost(before);
  }

  private static void connectByTcpAfterASan() throws Exception {
    try (Kit kit = new Kit(Kit.Sort.OURS_ON_SAN); Kit jdk = new Kit(Kit.Sort.JDK)) {
      ServerSocketChannel listener = jdk.listening();
      SocketChannel client = nonBlocking(kit);
      Selector selector = kit.with(kit.provider.openSelector());
      client.register(selector, OP_CONNECT);
      assertEquals(1, selector.selectNow(), "an unconnected one is reported, as by the JDK");
      kit.core.late = true;
      client.connect(listener.getLocalAddress());
      selector.selectedKeys().clear();
      assertEquals(0, selector.selectNow());
      kit.core.endAttempts();
      assertEquals(1, selector.select());
      assertTrue(client.finishConnect());
    }
  }
}
