package org.sanswitch.launcher.programs;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Opens every kind of channel that is not TCP, and prints the packages of their classes. */
public final class OtherChannels {

  private OtherChannels() {}

  public static void main(String[] arguments) throws IOException {
    try (DatagramChannel datagram = DatagramChannel.open();
        DatagramChannel inet = DatagramChannel.open(StandardProtocolFamily.INET);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Pipe pipe = Pipe.open();
      pipe.sink().close();
      pipe.source().close();
      listener.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
      client.connect(listener.getLocalAddress());
      System.out.println(datagram.getClass().getPackageName() + " "
          + inet.getClass().getPackageName() + " " + client.getClass().getPackageName());
    }
  }
}
