package org.sanswitch.impl.channels;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.channels.Blocking.On;

@Timeout(60)
class SelectorTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  private static ByteBuffer one() {
    return ByteBuffer.allocate(1);
  }

  @ParameterizedTest
  @EnumSource
  void selectsAChannelSwitchedToNonBlockingAfterItConnected(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      SocketChannel server = pair.server();
      server.configureBlocking(false);
      assertEquals(0, server.read(one()));
      SelectionKey key = server.register(selector, OP_READ, "attached");
      assertEquals("attached", key.attachment());
      assertSame(server, key.channel());
      assertSame(selector, key.selector());
      assertSame(key, server.keyFor(selector));
      assertEquals(Set.of(key), selector.keys());
      assertEquals(0, selector.selectNow());

      pair.client().write(one());
      assertEquals(1, selector.select());
      assertEquals(Set.of(key), selector.selectedKeys());
      assertTrue(key.isReadable());
      assertFalse(key.isWritable());
      assertEquals(0, selector.select(), "it is selected already");
      selector.selectedKeys().clear();
      assertEquals(1, server.read(one()));
      assertEquals(0, selector.selectNow());

      key.interestOps(OP_READ | OP_WRITE);
      assertEquals(1, selector.select(5_000));
      assertEquals(OP_WRITE, key.readyOps());
      pair.client().close();
      int found = selector.select();
      while (found == 0) {
        // It is writable as before, and over TCP/IP the end may still be on its way.
        found = selector.select();
      }
      assertEquals(1, found);
      assertEquals(OP_READ | OP_WRITE, key.readyOps());
      assertEquals(-1, server.read(one()));
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void dataEndsABlockedSelect(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      pair.server().configureBlocking(false).register(selector, OP_READ);
      Blocking select = Blocking.blocked(on, selector::select);
      pair.client().write(one());
      assertEquals(1, select.result());
    }
  }

  @ParameterizedTest
  @EnumSource
  void writabilityComesWithRoomAtThePeer(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      SocketChannel client = pair.client();
      client.configureBlocking(false);
      SelectionKey key = client.register(selector, OP_WRITE);
      ByteBuffer much = ByteBuffer.allocate(1 << 20);
      long written = 0;
      while (selector.selectNow() == 1) {
        selector.selectedKeys().clear();
        written += client.write(much.clear());
      }
      Blocking select = Blocking.start(On.PLATFORM, selector::select);
      ByteBuffer sink = ByteBuffer.allocate(1 << 20);
      long left = written / 2;
      while (left > 0) {
        left -= pair.server().read(sink.clear());
      }
      assertEquals(1, select.result());
      assertTrue(key.isWritable());
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptsByASelector(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      listener.configureBlocking(false);
      assertNull(listener.accept());
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = listener.register(selector, OP_ACCEPT);
      Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
      SocketChannel client = kit.channel();
      client.connect(listener.getLocalAddress());
      assertEquals(1, select.result());
      assertTrue(key.isAcceptable());
      SocketChannel server = kit.with(listener.accept());
      assertTrue(server.isBlocking());
      assertNull(listener.accept());
      client.write(one());
      assertEquals(1, server.read(one()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectsInNonBlockingMode(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      SocketChannel client = kit.channel();
      client.configureBlocking(false);
      assertThrowsExactly(NotYetConnectedException.class, () -> client.read(one()));
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = client.register(selector, OP_CONNECT);
      if (!client.connect(listener.getLocalAddress())) {
        assertTrue(client.isConnectionPending());
        assertEquals(1, selector.select());
        assertTrue(key.isConnectable());
        assertTrue(client.finishConnect());
      }
      assertTrue(client.isConnected());
      SocketChannel server = kit.with(listener.accept());
      key.interestOps(OP_READ);
      selector.selectedKeys().clear();
      assertEquals(0, client.read(one()));
      server.write(one());
      assertEquals(1, selector.select());
      assertEquals(1, client.read(one()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesAListenerThatIsNonBlockingBeforeItBinds(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.with(kit.provider.openServerSocketChannel());
      listener.configureBlocking(false);
      listener.bind(Kit.anyPort());
      SocketChannel client = kit.channel();
      client.connect(listener.getLocalAddress());
      Selector selector = kit.with(kit.provider.openSelector());
      listener.register(selector, OP_ACCEPT);
      assertEquals(1, selector.select());
      SocketChannel server = kit.with(listener.accept());
      server.write(one());
      assertEquals(1, client.read(one()));
      assertEquals(sort == Kit.Sort.OURS_ON_TCP ? 2 : 0, kit.core.counts.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesDatagramsAndPipesToo(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      DatagramChannel datagram = kit.with(kit.provider.openDatagramChannel());
      datagram.bind(Kit.anyPort()).configureBlocking(false);
      Pipe pipe = kit.provider.openPipe();
      kit.with(pipe.sink());
      kit.with(pipe.source()).configureBlocking(false);
      SelectionKey first = datagram.register(selector, OP_READ);
      SelectionKey second = pipe.source().register(selector, OP_READ);
      SelectionKey third = pair.server().configureBlocking(false).register(selector, OP_READ);
      assertEquals(0, selector.selectNow());
      datagram.send(one(), datagram.getLocalAddress());
      pipe.sink().write(one());
      pair.client().write(one());
      while (selector.selectedKeys().size() < 3) {
        selector.select();
      }
      assertEquals(Set.of(first, second, third), selector.selectedKeys());
      List<SelectionKey> seen = new ArrayList<>();
      assertEquals(3, selector.select(seen::add));
      assertEquals(3, seen.size());
      first.cancel();
      datagram.configureBlocking(true);
      assertFalse(first.isValid());
    }
  }

  @ParameterizedTest
  @EnumSource
  void selectsWithAConsumer(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = pair.server().configureBlocking(false).register(selector, OP_WRITE);
      List<SelectionKey> seen = new ArrayList<>();
      assertEquals(1, selector.select(seen::add));
      assertEquals(1, selector.select(seen::add, 1_000));
      assertEquals(1, selector.selectNow(seen::add));
      assertEquals(List.of(key, key, key), seen);
      assertEquals(Set.of(), selector.selectedKeys());
      assertThrowsExactly(IllegalStateException.class, () -> selector.select(k -> {
        try {
          selector.selectNow();
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }));
      assertThrowsExactly(IllegalArgumentException.class, () -> selector.select(-1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void wakeupEndsOneSelect(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Selector selector = kit.with(kit.provider.openSelector());
      selector.wakeup();
      assertEquals(0, selector.select());
      selector.wakeup();
      assertEquals(0, selector.selectNow());
      for (On on : On.values()) {
        Blocking select = Blocking.blocked(on, selector::select);
        selector.wakeup();
        assertEquals(0, select.result());
      }
      assertEquals(0, selector.select(1));
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void interruptEndsASelectAndStaysSet(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Selector selector = kit.with(kit.provider.openSelector());
      Blocking select = Blocking.blocked(on, selector::select);
      select.thread.interrupt();
      assertEquals(0, select.result());
      assertTrue(select.interruptedAfterwards());
      assertTrue(selector.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsASelectAndAllRegistrations(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.provider.openSelector();
      SelectionKey key = pair.server().configureBlocking(false).register(selector, OP_READ);
      Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
      selector.close();
      assertEquals(0, select.result());
      assertFalse(key.isValid());
      assertNull(pair.server().keyFor(selector));
      assertThrowsExactly(ClosedSelectorException.class, selector::keys);
      assertThrowsExactly(ClosedSelectorException.class, selector::selectNow);
      assertThrowsExactly(ClosedSelectorException.class,
          () -> pair.server().register(selector, OP_READ));
      pair.server().configureBlocking(true);
      pair.client().write(one());
      assertEquals(1, pair.server().read(one()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelledKeysGoWithTheNextSelect(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      SocketChannel server = pair.server();
      server.configureBlocking(false);
      SelectionKey key = server.register(selector, OP_READ);
      assertThrowsExactly(IllegalBlockingModeException.class,
          () -> server.configureBlocking(true));
      key.cancel();
      assertThrowsExactly(CancelledKeyException.class, key::interestOps);
      assertThrowsExactly(CancelledKeyException.class, () -> key.interestOps(OP_READ));
      assertThrowsExactly(CancelledKeyException.class,
          () -> server.register(selector, OP_READ));
      server.configureBlocking(true);
      server.configureBlocking(false);
      assertEquals(1, selector.keys().size());
      selector.selectNow();
      assertEquals(0, selector.keys().size());
      assertNull(server.keyFor(selector));
      assertNotNull(server.register(selector, OP_READ));
      pair.client().write(one());
      assertEquals(1, selector.select());
    }
  }

  /** The provider is removed while it is selected upon, or the peer resets. */
  @ParameterizedTest
  @EnumSource
  void aConnectionThatIsLostEndsASelect(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      SelectionKey key = pair.server().configureBlocking(false).register(selector, OP_READ);
      Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
      if (sort == Kit.Sort.OURS_ON_SAN) {
        kit.core.links.get(0).server.reset(EndReason.PROVIDER_GONE);
      } else {
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 0).close();
      }
      assertEquals(1, select.result());
      assertTrue(key.isReadable());
      assertEquals("Connection reset",
          assertThrowsExactly(SocketException.class, () -> pair.server().read(one()))
            .getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesChannelsOfThePlatformButDoesNotGiveItsOwnAway(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort); Kit jdk = new Kit(Kit.Sort.JDK)) {
      Kit.Channels theirs = jdk.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      theirs.server().configureBlocking(false).register(selector, OP_READ);
      theirs.client().write(one());
      assertEquals(1, selector.select());
      Selector foreign = jdk.with(jdk.provider.openSelector());
      SocketChannel ours = kit.channel();
      ours.configureBlocking(false);
      if (sort != Kit.Sort.JDK) {
        assertThrowsExactly(IllegalSelectorException.class,
            () -> ours.register(foreign, OP_READ));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatCannotBeRegistered(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      Selector selector = kit.with(kit.provider.openSelector());
      assertThrowsExactly(IllegalBlockingModeException.class,
          () -> pair.server().register(selector, OP_READ));
      pair.server().configureBlocking(false);
      assertThrowsExactly(IllegalArgumentException.class,
          () -> pair.server().register(selector, OP_ACCEPT));
      SelectionKey key = pair.server().register(selector, OP_READ);
      assertThrowsExactly(IllegalArgumentException.class, () -> key.interestOps(OP_ACCEPT));
      assertThrows(UnsupportedOperationException.class,
          () -> selector.keys().remove(key));
      assertThrows(UnsupportedOperationException.class,
          () -> selector.selectedKeys().add(key));
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoDescriptorBehind(Kit.Sort sort) throws Exception {
    useAll(sort);
    long before = Descriptors.count();
    for (int i = 0; i < 10; i++) {
      useAll(sort);
    }
    Descriptors.awaitAtMost(before);
  }

  /** Uses and closes one of each, the channels before the selector lets go of them. */
  private static void useAll(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Selector selector = kit.with(kit.provider.openSelector());
      Kit.Channels pair = kit.channels();
      DatagramChannel datagram = kit.with(kit.provider.openDatagramChannel());
      DatagramChannel other = kit.with(kit.provider.openDatagramChannel());
      datagram.configureBlocking(false);
      other.configureBlocking(false);
      ServerSocketChannel listener = kit.listening();
      listener.configureBlocking(false).register(selector, OP_ACCEPT);
      pair.server().configureBlocking(false).register(selector, OP_READ);
      SelectionKey key = datagram.register(selector, OP_READ);
      other.register(selector, OP_READ);
      selector.selectNow();
      long open = Descriptors.count();
      key.cancel();
      datagram.close();
      other.close();
      listener.close();
      pair.server().close();
      Blocking waiting = Blocking.blocked(On.PLATFORM, selector::select);
      selector.wakeup();
      waiting.result();
      assertTrue(Descriptors.count() <= open - (sort == Kit.Sort.OURS_ON_SAN ? 3 : 4),
          "closed channels are released by the next selection");
      Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
      DatagramChannel third = kit.with(kit.provider.openDatagramChannel());
      third.configureBlocking(false);
      third.register(selector, OP_READ).cancel();
      third.close();
      selector.wakeup();
      select.result();
      selector.selectNow();
    }
  }
}
