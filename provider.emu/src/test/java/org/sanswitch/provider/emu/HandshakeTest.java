package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** What is said before a connection stands is hostile until it is checked. */
@Timeout(120)
class HandshakeTest {

  static Path rendezvous(Bench bench) throws IOException {
    try (var links = Files.list(UserDirectoryTest.userDirectory(bench.directory).resolve("r"))) {
      return links.findFirst().orElseThrow();
    }
  }

  private static Hello hello(Bench.Host host, InetSocketAddress to) throws Exception {
    return new Hello(to, to, ((EmuQueuePair) host.queuePair()).segmentId());
  }

  private static Reply ask(Path path, ByteBuffer message) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(message);
      channel.shutdownOutput();
      ByteBuffer answer = ByteBuffer.allocate(Reply.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {}
      return answer.hasRemaining() ? null : Reply.decode(answer);
    }
  }

  @Test
  void saysThatTheVersionIsUnknown() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      host.adapter.listen(Bench.address(tcp), 4);
      ByteBuffer message = hello(host, Bench.address(tcp)).encode();
      message.putInt(8, 99);
      assertEquals(Reply.Status.VERSION, ask(rendezvous(bench), message).status());
    }
  }

  @Test
  void refusesADestinationThatItDoesNotServe() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      host.adapter.listen(Bench.address(tcp), 4);
      for (var other : new InetSocketAddress[]{
          new InetSocketAddress("203.0.113.1", Bench.address(tcp).getPort()), Bench.anyPort()
      }) {
        Reply reply = ask(rendezvous(bench), hello(host, other).encode());
        assertEquals(Reply.Status.INVALID, reply.status());
      }
      assertNull(host.events.peek());
    }
  }

  /** Any bytes: the listener goes on to serve, and accepts no segment that is not one. */
  @Test
  void survivesMutatedMessages() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      host.adapter.listen(Bench.address(tcp), 1000);
      Path path = rendezvous(bench);
      Hello sound = hello(host, Bench.address(tcp));
      for (int i = 0; i < 300; i++) {
        byte[] bytes = sound.encode().array();
        for (int k = random.nextInt(4); k >= 0; k--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
          channel.write(ByteBuffer.wrap(bytes, 0, length));
          if (random.nextBoolean()) {
            channel.write(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length)));
          }
        } catch (IOException e) {
          // It may have hung up already.
        }
      }
      host.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      QueuePair last = host.queuePair();
      while (last.local() == null) {
        var request = (ConnectionRequest) host.events.await("requested").subject();
        QueuePair candidate = host.queuePair();
        try {
          request.accept(candidate);
          last = candidate;
        } catch (AdapterException e) {
          candidate.close();
        }
      }
    }
  }

  @Test
  void survivesAnswersThatAreNone() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      host.adapter.listen(Bench.address(tcp), 4);
      Path link = rendezvous(bench);
      Path socket = link.resolveSibling(Files.readSymbolicLink(link));
      Files.delete(socket);
      try (ServerSocketChannel fake =
          ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
        fake.bind(UnixDomainSocketAddress.of(socket.normalize()));
        for (int i = 0; i < 50; i++) {
          QueuePair queuePair = host.queuePair();
          queuePair.connect(Bench.anyPort(), Bench.address(tcp));
          byte[] answer =
              new Reply(Reply.Status.ACCEPTED, ((EmuQueuePair) host.queuePair()).segmentId())
                .encode()
                .array();
          answer[random.nextInt(answer.length)] ^= (byte) (1 + random.nextInt(255));
          try (SocketChannel channel = fake.accept()) {
            channel.write(ByteBuffer.wrap(answer, 0, answer.length - (i & 1)));
          }
          host.events.expect("connectFailed");
          queuePair.close();
        }
      }
    }
  }
}
