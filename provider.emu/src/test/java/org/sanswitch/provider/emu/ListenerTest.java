package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.rules.Rules;

/** LIS-4: a SAN reaches exactly the process that TCP/IP would reach. */
@Timeout(60)
@Rules("LIS-4")
class ListenerTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  /** Often enough for one connection in hundreds of thousands to come at the wrong moment. */
  private static final int ROUNDS = 300;

  private static AdapterException fails(org.junit.jupiter.api.function.Executable what) {
    return assertThrows(AdapterException.class, what);
  }

  @Test
  void refusesToListenWithoutATcpListenerOfThisProcess() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      InetSocketAddress address = Bench.address(tcp);
      tcp.close();
      AdapterException failed = fails(() -> host.adapter.listen(address, 1));
      assertEquals(AdapterError.NOT_REACHED, failed.error());
      assertEquals(RouteReason.LISTENER_AMBIGUOUS, failed.reason());
      failed = fails(() -> host.adapter.listen(new InetSocketAddress("203.0.113.1", 80), 1));
      assertEquals(AdapterError.ADDRESS_NOT_AVAILABLE, failed.error());
    }
  }

  @Test
  void refusesAListenerThatSharesItsPort() throws Exception {
    try (Bench bench = new Bench();
        ServerSocketChannel tcp = ServerSocketChannel.open()) {
      tcp.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      tcp.bind(Bench.anyPort());
      AdapterException failed =
          fails(() -> bench.host().adapter.listen(Bench.address(tcp), 1));
      assertEquals(RouteReason.LISTENER_AMBIGUOUS, failed.reason());
    }
  }

  @Test
  void stopsToServeAListenerThatBeginsToShareItsPort() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      host.adapter.listen(Bench.address(tcp), 1);
      tcp.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      host.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      AdapterException cause = (AdapterException) host.events.expect("connectFailed").detail();
      assertEquals(AdapterError.NOT_REACHED, cause.error());
      assertEquals(RouteReason.LISTENER_AMBIGUOUS, cause.reason());
    }
  }

  @Test
  void servesTheWildcardAtEveryLocalAddress() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp(new InetSocketAddress(0));
      InetSocketAddress wildcard = Bench.address(tcp);
      host.adapter.listen(new InetSocketAddress("0.0.0.0", wildcard.getPort()), 64);
      for (var served : host.adapter.addresses()) {
        var to = new InetSocketAddress(served.address(), wildcard.getPort());
        host.queuePair().connect(new InetSocketAddress(0), to);
        var request = (ConnectionRequest) host.events.expect("requested").subject();
        assertEquals(served.address(), request.local().getAddress());
        assertEquals(served.address(), request.remote().getAddress());
      }
    }
  }

  /** Two listeners on one port, as the kernel allows with SO_REUSEPORT while they are bound. */
  private static void bindBoth(ServerSocketChannel general, ServerSocketChannel specific)
      throws Exception {
    general.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    specific.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    general.bind(new InetSocketAddress(0));
    specific.bind(new InetSocketAddress(LOOPBACK, Bench.address(general).getPort()));
    general.setOption(StandardSocketOptions.SO_REUSEPORT, false);
    specific.setOption(StandardSocketOptions.SO_REUSEPORT, false);
  }

  @Test
  void prefersTheMoreSpecificListenerAsTcpDoes() throws Exception {
    try (Bench bench = new Bench();
        ServerSocketChannel general = ServerSocketChannel.open();
        ServerSocketChannel specific = ServerSocketChannel.open()) {
      bindBoth(general, specific);
      int port = Bench.address(general).getPort();
      Bench.Host one = bench.host();
      Bench.Host two = bench.host();
      one.adapter.listen(new InetSocketAddress("0.0.0.0", port), 8);
      two.adapter.listen(new InetSocketAddress(LOOPBACK, port), 8);
      one.queuePair().connect(Bench.anyPort(), new InetSocketAddress(LOOPBACK, port));
      two.events.expect("requested");
    }
  }

  @Test
  void leavesConnectionsToTcpWhereAMoreSpecificListenerHasNoSwitch() throws Exception {
    try (Bench bench = new Bench();
        ServerSocketChannel general = ServerSocketChannel.open();
        ServerSocketChannel specific = ServerSocketChannel.open()) {
      bindBoth(general, specific);
      int port = Bench.address(general).getPort();
      Bench.Host host = bench.host();
      host.adapter.listen(new InetSocketAddress("0.0.0.0", port), 8);
      AdapterException failed =
          fails(
              () -> host.queuePair()
                .connect(Bench.anyPort(), new InetSocketAddress(LOOPBACK, port)));
      assertEquals(RouteReason.PEER_HAS_NO_SWITCH, failed.reason());
    }
  }

  @Test
  void saysThatAnotherAdapterServesTheListener() throws Exception {
    try (Bench bench = new Bench()) {
      ServerSocketChannel tcp = bench.tcp();
      AdapterListener first = bench.host().adapter.listen(Bench.address(tcp), 1);
      Bench.Host second = bench.host();
      AdapterException failed = fails(() -> second.adapter.listen(Bench.address(tcp), 1));
      assertEquals(AdapterError.ADDRESS_IN_USE, failed.error());
      first.close();
      first.close();
      second.adapter.listen(Bench.address(tcp), 1).close();
    }
  }

  @Test
  void isNotFoundAfterClose() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      host.adapter.listen(Bench.address(tcp), 1).close();
      AdapterException failed =
          fails(() -> host.queuePair().connect(Bench.anyPort(), Bench.address(tcp)));
      assertEquals(RouteReason.PEER_HAS_NO_SWITCH, failed.reason());
    }
  }

  /** Connects and says nothing, until nobody listens any more. {@return the connections} */
  private static List<SocketChannel> connectSilently(Path path, CountDownLatch first) {
    List<SocketChannel> made = new ArrayList<>();
    try {
      while (true) {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        channel.configureBlocking(false);
        made.add(channel);
        first.countDown();
      }
    } catch (IOException e) {
      return made;
    }
  }

  /** A link that comes while the listener is closed is closed with it, not forgotten. */
  @Test
  void hangsUpOnWhoConnectsWhileItCloses() throws Exception {
    try (Bench bench = new Bench(); ExecutorService other = Executors.newSingleThreadExecutor()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      for (int round = 0; round < ROUNDS; round++) {
        AdapterListener listener = host.adapter.listen(Bench.address(tcp), 1);
        Path path = HandshakeTest.rendezvous(bench);
        CountDownLatch first = new CountDownLatch(1);
        Future<List<SocketChannel>> connecting =
            other.submit(() -> connectSilently(path, first));
        first.await();
        listener.close();
        for (SocketChannel each : connecting.get()) {
          awaitEnd(each);
          each.close();
        }
      }
    }
  }

  private static void awaitEnd(SocketChannel channel) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Recorder.BOUND_SECONDS);
    try {
      while (channel.read(ByteBuffer.allocate(Reply.BYTES)) >= 0) {
        assertTrue(System.nanoTime() < end, "still connected to a listener that is closed");
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      // It hung up with something unread.
    }
  }
}
