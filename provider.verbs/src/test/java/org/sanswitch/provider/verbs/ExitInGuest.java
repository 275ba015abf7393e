package org.sanswitch.provider.verbs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * A program for a machine with a device: a second JVM sends and ends without closing anything; all that
 * it has sent must arrive (CLO-9). Arguments: an address of the device. Prints what has arrived.
 */
public final class ExitInGuest {

  private static final int MESSAGES = 100;
  private static final int SIZE = 32 << 10;
  private static final int PORT = 4712;

  private ExitInGuest() {}

  /** Runs the receiving side, or with a second argument the sending one. */
  public static void main(String[] arguments) throws Exception {
    InetAddress address = InetAddress.ofLiteral(arguments[0]);
    if (arguments.length > 1) {
      sendAndEnd(address, Integer.parseInt(arguments[1]));
    }
    for (int drain : new int[]{2000, 0}) {
      int arrived = receive(address, drain);
      System.out.println("drain of " + drain + " ms: " + arrived + " of " + MESSAGES
          + " messages have arrived");
      if (drain > 0 && arrived < MESSAGES) {
        System.exit(1);
      }
    }
    System.exit(0);
  }

  private static Guest guest(InetAddress address, int drain) throws Exception {
    VerbsSettings known = VerbsSettings.DEFAULT;
    return new Guest(address, PORT,
        new VerbsSettings(known.maxMessageSize(), known.inlineSize(), known.sends(),
            known.receives(), known.rdmaThreshold(), drain));
  }

  private static int receive(InetAddress address, int drain) throws Exception {
    try (Guest guest = guest(address, drain)) {
      guest.adapter.listen(guest.here(), 1);
      Process sender =
          new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
              "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
              ExitInGuest.class.getName(), address.getHostAddress(), Integer.toString(drain))
            .inheritIO()
            .start();
      ConnectionRequest request = (ConnectionRequest) guest.await("requested").subject();
      QueuePair queuePair = guest.adapter.createQueuePair("server");
      MemoryRegion region = queuePair.allocate(SIZE);
      for (int i = 0; i < MESSAGES; i++) {
        queuePair.postReceive(i, region, 0, SIZE);
      }
      request.accept(queuePair);
      guest.await("disconnected");
      int arrived = 0;
      for (int i = 0; i < MESSAGES; i++) {
        arrived += guest.done(queuePair).error() == AdapterError.OK ? 1 : 0;
      }
      sender.waitFor(1, TimeUnit.MINUTES);
      return arrived;
    }
  }

  /** Small and great messages in turn; then the JVM ends with all of them under way. */
  private static void sendAndEnd(InetAddress address, int drain) throws Exception {
    Guest guest = guest(address, drain);
    QueuePair queuePair = guest.adapter.createQueuePair("client");
    MemoryRegion region = queuePair.allocate(SIZE);
    queuePair.connect(new InetSocketAddress(address, 0), guest.here());
    guest.await("connected");
    BufferVector vector = new BufferVector();
    for (int i = 0; i < MESSAGES; i++) {
      vector.clear();
      vector.add(region.segment(), 0, i % 2 == 0 ? SIZE : 8, region);
      AdapterError error = queuePair.postSend(i, vector);
      if (error != AdapterError.OK) {
        throw new AssertionError("send " + i + ": " + error);
      }
    }
    System.exit(0);
  }
}
