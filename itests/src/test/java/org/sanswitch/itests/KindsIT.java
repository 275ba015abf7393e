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
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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
