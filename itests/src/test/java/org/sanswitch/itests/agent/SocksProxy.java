package org.sanswitch.itests.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A SOCKS proxy of version 5 (RFC 1928) that connects to IPv4 addresses, without authentication. */
final class SocksProxy implements AutoCloseable {

  private static final int VERSION = 5;
  private static final int IPV4 = 1;
  private static final int NOT_SUPPORTED = 8;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger relayed = new AtomicInteger();

  SocksProxy() throws IOException {
    Thread.ofPlatform().daemon().name("proxy").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** {@return number of connections that went through it} */
  int relayed() {
    return relayed.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.readByte();
      in.skipNBytes(in.readUnsignedByte());
      out.write(new byte[]{VERSION, 0});
      in.skipNBytes(3);
      if (in.readByte() != IPV4) {
        out.write(new byte[]{VERSION, NOT_SUPPORTED, 0, IPV4, 0, 0, 0, 0, 0, 0});
        return;
      }
      InetAddress address = InetAddress.getByAddress(in.readNBytes(4));
      try (Socket server = new Socket(address, in.readUnsignedShort())) {
        relayed.incrementAndGet();
        out.write(new byte[]{VERSION, 0, 0, IPV4, 0, 0, 0, 0, 0, 0});
        Thread back = Thread.ofVirtual().start(() -> copy(server, client));
        copy(client, server);
        back.join();
      }
    } catch (IOException e) {
      // The client sees that its connection ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The other direction ends too.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
