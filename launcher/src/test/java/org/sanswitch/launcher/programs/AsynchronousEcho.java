package org.sanswitch.launcher.programs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.Executors;

/** Sends a byte through a pair of asynchronous channels; prints it, and whose channels they are. */
public final class AsynchronousEcho {

  private AsynchronousEcho() {}

  public static void main(String[] arguments) throws Exception {
    AsynchronousChannelGroup group =
        AsynchronousChannelGroup.withFixedThreadPool(1, Executors.defaultThreadFactory());
    try (AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open(group);
        AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client.connect(listener.getLocalAddress()).get();
      try (AsynchronousSocketChannel server = listener.accept().get()) {
        client.write(ByteBuffer.wrap(new byte[]{9})).get();
        ByteBuffer one = ByteBuffer.allocate(1);
        server.read(one).get();
        System.out.println(one.get(0) + " " + client.provider().getClass().getName());
      }
    } finally {
      group.shutdownNow();
    }
  }
}
