package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.rules.Rules;

/** Two processes. */
@Timeout(120)
class ProcessTest {

  private static Peer connect(Bench.Host host, InetSocketAddress to) throws Exception {
    Peer peer = new Peer(host.queuePair(), 4096, Peer.SLOTS);
    peer.queuePair.connect(Bench.anyPort(), to);
    host.events.await("connected");
    return peer;
  }

  @Test
  void carriesBytesBetweenProcesses() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (Bench bench = new Bench();
        EmuChild child = EmuChild.start(bench.directory, 0)) {
      Peer peer = connect(bench.host(), child.address());
      for (int i = 0; i < 2000; i++) {
        byte[] message = new byte[random.nextInt(i % 2 == 0 ? 64 : 4097)];
        random.nextBytes(message);
        assertEquals(AdapterError.OK, peer.send(message));
        Peer.Done done = peer.received();
        assertArrayEquals(message, peer.data(done), "message " + i + ", seed " + seed);
        peer.post(done.id());
      }
    }
  }

  /** CLO-9: what the dead process had delivered is read first. */
  @Rules("CLO-9")
  @Test
  void drainsWhatAKilledProcessHadSentThenDisconnects() throws Exception {
    try (Bench bench = new Bench();
        EmuChild child = EmuChild.start(bench.directory, 5)) {
      Bench.Host host = bench.host();
      Peer peer = connect(host, child.address());
      child.expect("sent");
      child.kill();
      host.events.expect("disconnected");
      for (int i = 0; i < 5; i++) {
        assertArrayEquals(new byte[]{(byte) i}, peer.data(peer.received()));
      }
      assertEquals(AdapterError.DISCONNECTED, peer.received().error());
      assertEquals(AdapterError.DISCONNECTED, peer.send(new byte[1]));
    }
  }

  @Test
  void wakesASleeperWhenThePeerIsKilled() throws Exception {
    try (Bench bench = new Bench();
        EmuChild child = EmuChild.start(bench.directory, 0)) {
      Bench.Host host = bench.host();
      Peer peer = connect(host, child.address());
      assertTrue(peer.queuePair.completions().arm());
      Thread sleeper =
          Thread.ofPlatform().start(() -> peer.queuePair.completions().await(Long.MAX_VALUE));
      child.kill();
      sleeper.join();
      host.events.expect("completionsReady");
      host.events.expect("disconnected");
    }
  }

  /** What a killed process leaves does no harm, and goes when the next adapter opens. */
  @Test
  void takesNoNoticeOfWhatADeadListenerLeft() throws Exception {
    try (Bench bench = new Bench()) {
      InetSocketAddress address;
      try (EmuChild child = EmuChild.start(bench.directory, 0)) {
        address = child.address();
      }
      Path user = UserDirectoryTest.userDirectory(bench.directory);
      Path link;
      try (var links = Files.list(user.resolve("r"))) {
        link = links.findFirst().orElseThrow();
      }
      Path dead = link.resolveSibling(Files.readSymbolicLink(link)).normalize().getParent();
      Bench.Host host = bench.host();
      assertTrue(Files.notExists(dead));
      try (ServerSocketChannel _ = bench.tcp(address)) {
        AdapterException failed =
            assertThrows(
                AdapterException.class,
                () -> host.queuePair().connect(Bench.anyPort(), address));
        assertEquals(RouteReason.PEER_HAS_NO_SWITCH, failed.reason());
      }
    }
  }

  /** The socket's file is there, but nobody answers. */
  @Test
  void leavesToTcpWhatADeadListenerLeft() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      host.adapter.listen(Bench.address(tcp), 1);
      Path link;
      try (var links =
          Files.list(UserDirectoryTest.userDirectory(bench.directory).resolve("r"))) {
        link = links.findFirst().orElseThrow();
      }
      Path socket = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
      Files.delete(socket);
      try (ServerSocketChannel dead =
          ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
        dead.bind(java.net.UnixDomainSocketAddress.of(socket));
      }
      AdapterException failed =
          assertThrows(
              AdapterException.class,
              () -> host.queuePair().connect(Bench.anyPort(), Bench.address(tcp)));
      assertEquals(RouteReason.PEER_HAS_NO_SWITCH, failed.reason());
    }
  }

  @Test
  void namesTheReasonWhenNativeAccessIsDenied() throws Exception {
    try (Bench bench = new Bench();
        EmuChild child =
            EmuChild.start(
                List.of(),
                List.of("--illegal-native-access=deny"),
                bench.directory.toString(),
                "127.0.0.1",
                "0",
                "0")) {
      assertEquals(RouteReason.NATIVE_ACCESS_DENIED.name(), child.expect("failed"));
    }
  }
}
