package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.rules.Rules;
import plain.Net;

/** What the switch leaves to the JDK works, although a SAN could be reached (SOC-5). */
@Rules("SOC-5")
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class KindsIT extends SwitchTest {

  private static final int BOUND_MS = 10_000;

  @Inject private SanSwitch sanSwitch;

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  @Before
  public void sharedMemoryCouldBeUsed() throws Exception {
    Providers.awaitRunning(sanSwitch, Providers.EMU);
    assertEquals(Providers.EMU + " SAN", routeOfOneConnection());
  }

  /** A channel that is non-blocking before it connects goes by TCP, and a Selector drives it. */
  @Test
  public void nonBlockingChannelsGoByTcpWithTheReason() throws Exception {
    RouteCounts before = RouteCounts.connected(sanSwitch);
    try (ServerSocketChannel listener = net().channels().openServerSocketChannel();
        Selector selector = net().channels().openSelector();
        SocketChannel client = net().channels().openSocketChannel()) {
      listener.bind(Net.anyPort()).configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_CONNECT);
      client.connect(listener.getLocalAddress());
      try (SocketChannel server = connectAndAccept(selector, client, listener)) {
        server.configureBlocking(false);
        SelectionKey reading = server.register(selector, SelectionKey.OP_READ);
        assertEquals(5, client.write(ByteBuffer.allocate(5)));
        selector.selectedKeys().clear();
        selector.select(BOUND_MS);
        assertTrue(reading.isReadable());
        assertEquals(5, server.read(ByteBuffer.allocate(9)));
      }
    }
    assertEquals(Set.of("tcp NON_BLOCKING"),
        RouteCounts.connected(sanSwitch).usedSince(before));
  }

  private static SocketChannel connectAndAccept(
      Selector selector, SocketChannel client, ServerSocketChannel listener) throws Exception {
    SocketChannel accepted = null;
    while (accepted == null || !client.isConnected()) {
      assertTrue("an event within " + BOUND_MS + " ms", selector.select(BOUND_MS) > 0);
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isConnectable() && client.finishConnect()) {
          key.interestOps(0);
        } else if (key.isAcceptable()) {
          accepted = listener.accept();
        }
      }
      selector.selectedKeys().clear();
    }
    return accepted;
  }

  @Test
  public void unixDomainChannelsAreTheJdks() throws Exception {
    Path directory = Files.createTempDirectory("kinds");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (ServerSocketChannel listener =
        net().channels().openServerSocketChannel(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      try (SocketChannel client = net().channels().openSocketChannel(StandardProtocolFamily.UNIX)) {
        client.connect(address);
        try (SocketChannel server = listener.accept()) {
          assertEquals(3, client.write(ByteBuffer.allocate(3)));
          assertEquals(3, server.read(ByteBuffer.allocate(9)));
        }
      }
    } finally {
      Files.delete(address.getPath());
      Files.delete(directory);
    }
  }

  @Test
  public void datagramsAndPipesAreTheJdks() throws Exception {
    try (DatagramChannel receiver = net().channels().openDatagramChannel();
        DatagramChannel sender = net().channels().openDatagramChannel()) {
      receiver.bind(Net.anyPort());
      sender.send(ByteBuffer.allocate(7), (InetSocketAddress) receiver.getLocalAddress());
      ByteBuffer received = ByteBuffer.allocate(9);
      assertNotNull(receiver.receive(received));
      assertEquals(7, received.position());
    }
    Pipe pipe = net().channels().openPipe();
    try (Pipe.SinkChannel sink = pipe.sink(); Pipe.SourceChannel source = pipe.source()) {
      assertEquals(2, sink.write(ByteBuffer.allocate(2)));
      assertEquals(2, source.read(ByteBuffer.allocate(9)));
    }
  }
}
