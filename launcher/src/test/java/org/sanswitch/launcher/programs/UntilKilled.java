package org.sanswitch.launcher.programs;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Opens a channel, so that the switch has come, says so, and stays until its input ends. */
public final class UntilKilled {

  private UntilKilled() {}

  public static void main(String[] arguments) throws IOException {
    SocketChannel.open().close();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }
}
