package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

@Timeout(60)
class ServerSocketChannelTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("LIS-3")
  void aBlockedAcceptTakesWhatComesByEitherRouteLIS3(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort); Kit other = new Kit(Kit.Sort.JDK)) {
      ServerSocketChannel listener = kit.listening();
      for (Kit from : new Kit[]{kit, other, kit, other}) {
        Blocking accept = Blocking.blocked(on, listener::accept);
        SocketChannel client = from.channel();
        client.connect(listener.getLocalAddress());
        SocketChannel server = kit.with((SocketChannel) accept.result());
        client.write(ByteBuffer.allocate(1));
        assertEquals(1, server.read(ByteBuffer.allocate(2)));
        assertTrue(server.isBlocking());
        assertEquals(kit.provider, server.provider());
        assertEquals(client.getLocalAddress(), server.getRemoteAddress());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void closeEndsABlockedAcceptAndReleasesThePort(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
      Blocking accept = Blocking.blocked(on, listener::accept);
      listener.close();
      accept.thrown(AsynchronousCloseException.class);
      kit.with(kit.provider.openServerSocketChannel()).bind(address);
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void interruptClosesABlockedAcceptBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      Blocking accept = Blocking.blocked(on, listener::accept);
      accept.thread.interrupt();
      accept.thrown(ClosedByInterruptException.class);
      assertTrue(accept.interruptedAfterwards());
      assertFalse(listener.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("BLK-10")
  void setInterruptStatusCountsThoughAConnectionIsWaitingBLK10(Kit.Sort sort)
      throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      kit.channel().connect(listener.getLocalAddress());
      Blocking accept = Blocking.start(On.PLATFORM, () -> {
        Thread.currentThread().interrupt();
        return listener.accept();
      });
      accept.thrown(ClosedByInterruptException.class);
      assertFalse(listener.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rules("LIS-3")
  void closeResetsWhatWasNotAcceptedLIS3(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      SocketChannel client = kit.channel();
      client.connect(listener.getLocalAddress());
      listener.close();
      assertThrowsExactly(SocketException.class, () -> client.read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void switchesBetweenBlockingAndNot(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      for (int i = 0; i < 3; i++) {
        listener.configureBlocking(false);
        assertNull(listener.accept());
        listener.configureBlocking(true);
        Blocking accept = Blocking.blocked(On.PLATFORM, listener::accept);
        kit.channel().connect(listener.getLocalAddress());
        assertNotNull(kit.with((SocketChannel) accept.result()));
      }
    }
  }

  @Rules("LIS-4")
  @ParameterizedTest
  @EnumSource
  void aSharedPortHasNoCompanionLIS4(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.with(kit.provider.openServerSocketChannel());
      listener.setOption(StandardSocketOptions.SO_REUSEPORT, true).bind(Kit.anyPort());
      SocketChannel client = kit.channel();
      client.connect(listener.getLocalAddress());
      SocketChannel server = kit.with(listener.accept());
      client.write(ByteBuffer.allocate(3));
      assertEquals(3, server.read(ByteBuffer.allocate(3)));
      if (sort != Kit.Sort.JDK) {
        assertEquals(RouteReason.PORT_SHARED, kit.core.withoutCompanions.get(0).reason());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsInWrongStates(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel fresh = kit.with(kit.provider.openServerSocketChannel());
      assertThrowsExactly(NotYetBoundException.class, fresh::accept);
      assertNull(fresh.getLocalAddress());
      assertThrowsExactly(UnsupportedOperationException.class,
          () -> fresh.getOption(StandardSocketOptions.TCP_NODELAY));
      fresh.bind(null);
      assertThrowsExactly(AlreadyBoundException.class, () -> fresh.bind(null));
      assertTrue(fresh.getOption(StandardSocketOptions.SO_REUSEADDR));
      fresh.close();
      assertThrowsExactly(ClosedChannelException.class, fresh::accept);
      assertThrowsExactly(ClosedChannelException.class, fresh::getLocalAddress);
      assertThrowsExactly(ClosedChannelException.class, () -> fresh.bind(null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoDescriptorBehind(Kit.Sort sort) throws Exception {
    use(sort);
    long before = Descriptors.count();
    for (int i = 0; i < 10; i++) {
      use(sort);
    }
    Descriptors.awaitAtMost(before);
  }

  private static void use(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      ServerSocketChannel listener = kit.listening();
      Blocking accept = Blocking.blocked(On.PLATFORM, listener::accept);
      kit.channel().connect(listener.getLocalAddress());
      SocketChannel server = kit.with((SocketChannel) accept.result());
      server.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Blocking second = Blocking.blocked(On.VIRTUAL, listener::accept);
      listener.close();
      second.thrown(AsynchronousCloseException.class);
      Kit.Sockets pair = kit.sockets();
      pair.server().setTcpNoDelay(true);
    }
  }
}
