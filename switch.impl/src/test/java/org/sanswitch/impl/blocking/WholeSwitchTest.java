package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.rules.Rules;

/** Without any stall the whole switch moves data over the provider, and leaves nothing behind. */
@Timeout(60)
class WholeSwitchTest {

  /** BLK-4: every operation comes down overlapped, and its thread is not held for its completion. */
  @ParameterizedTest
  @EnumSource
  @Rules({"BLK-4", "CMP-1"})
  void everySendAndReceiveIsOverlapped(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      assertEquals(2, net.running.sessions().size());
      byte[] data = new byte[300_000];
      new Random(5).nextBytes(data);
      Blocking write = Blocking.start(Blocking.On.PLATFORM, () -> {
        pair.client().write(data);
        pair.client().close();
        return null;
      });
      byte[] read = new byte[data.length];
      byte[] block = new byte[10_000];
      int at = 0;
      for (int n = pair.server().read(block); n > 0; n = pair.server().read(block)) {
        System.arraycopy(block, 0, read, at, n);
        at += n;
      }
      write.result();
      assertArrayEquals(data, read);
      List<Downcall> transfers = net.provider.downcalls.stream()
        .filter(call -> call.overlapped() != null)
        .toList();
      assertEquals(transfers.size(), transfers.stream().filter(Downcall::pending).count());
      pair.server().close();
      Bounded.await(() -> net.running.sessions().isEmpty(), "both sessions end");
      assertEquals(List.of(), net.provider.offences);
    }
  }

  /** SES-9: the provider carries messages; that one of them ends a direction it does not learn. */
  @ParameterizedTest
  @EnumSource
  @Rules("SES-9")
  void aShutdownIsAMessageLikeAnyOther(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      int before = net.provider.downcalls.size();
      pair.client().write(new byte[]{1});
      pair.client().socket().shutdownOutput();
      assertEquals(1, pair.server().socket().getInputStream().read());
      assertEquals(-1, pair.server().read(new byte[1]));
      pair.server().write(new byte[]{2});
      pair.server().socket().shutdownOutput();
      assertEquals(2, pair.client().socket().getInputStream().read());
      assertEquals(-1, pair.client().read(new byte[1]));
      assertEquals(Set.of("WSPRecv", "WSPSend"), functionsSince(net, before));
    }
  }

  /** SES-10: a selector asks the session; the provider is only looked at. */
  @Test
  @Rules("SES-10")
  void aSelectorIsAnsweredFromTheStateOfTheSession() throws Exception {
    try (Net net = Net.ofSwitch()) {
      ServerSocketChannel listener = net.with(net.channels.openServerSocketChannel());
      listener.bind(Net.anyPort());
      SocketChannel client = net.with(net.channels.openSocketChannel());
      client.connect(listener.getLocalAddress());
      SocketChannel server = net.with(listener.accept());
      int before = net.provider.downcalls.size();
      try (Selector selector = net.channels.openSelector()) {
        client.configureBlocking(false);
        SelectionKey key = client.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        selector.select(20_000);
        assertEquals(SelectionKey.OP_WRITE, key.readyOps());
        key.interestOps(SelectionKey.OP_READ);
        assertEquals(0, selector.selectNow());
        assertEquals(0, selector.select(1), "it sleeps, and has the provider tell");
        assertEquals(Set.of(), functionsSince(net, before));
        server.write(ByteBuffer.wrap(new byte[]{7}));
        assertEquals(1, selector.select(20_000));
        assertTrue(key.isReadable());
      }
      assertEquals(Set.of("WSPSend"), functionsSince(net, before));
      assertTrue(net.provider.looks.get() > 0);
    }
  }

  private static Set<String> functionsSince(Net net, int before) {
    return net.provider.since(before)
      .stream()
      .filter(call -> !call.listening())
      .map(Downcall::function)
      .collect(Collectors.toCollection(TreeSet::new));
  }
}
