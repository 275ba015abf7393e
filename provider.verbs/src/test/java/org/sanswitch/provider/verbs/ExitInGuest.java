package org.sanswitch.provider.verbs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final long BOUND = TimeUnit.SECONDS.toNanos(120);

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

  private static VerbsAdapter adapter(int drain) throws Exception {
    VerbsSettings known = VerbsSettings.DEFAULT;
    VerbsSettings settings =
        new VerbsSettings(known.maxMessageSize(), known.inlineSize(), known.sends(),
            known.receives(), known.rdmaThreshold(), drain);
    String device = new Devices(Devices.KERNEL).names().getFirst();
    DeviceProbe probe = new DeviceProbe(Libraries.link().verbs(), settings);
    long context = probe.open(device);
    Capabilities found = probe.capabilities(context);
    Libraries.link().verbs().closeDevice(context);
    return new VerbsAdapter("verbs", device, LocalAddresses.OF_INTERFACES, Libraries::link, found,
        settings, "test");
  }

  private static Recorder.Event await(VerbsAdapter adapter, Recorder events, String kind) {
    long end = System.nanoTime() + BOUND;
    while (System.nanoTime() < end) {
      adapter.processEvents(TimeUnit.MILLISECONDS.toNanos(100));
      Recorder.Event event = events.next();
      if (event != null && event.kind().equals(kind)) {
        return event;
      }
    }
    throw new AssertionError("no " + kind);
  }

  private static int receive(InetAddress address, int drain) throws Exception {
    Recorder events = new Recorder();
    VerbsAdapter adapter = adapter(drain);
    adapter.open(events);
    adapter.listen(new InetSocketAddress(address, PORT), 1);
    Process sender =
        new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            ExitInGuest.class.getName(), address.getHostAddress(), Integer.toString(drain))
          .inheritIO()
          .start();
    ConnectionRequest request =
        (ConnectionRequest) await(adapter, events, "requested").subject();
    QueuePair queuePair = adapter.createQueuePair("server");
    MemoryRegion region = queuePair.allocate(SIZE);
    for (int i = 0; i < MESSAGES; i++) {
      queuePair.postReceive(i, region, 0, SIZE);
    }
    request.accept(queuePair);
    await(adapter, events, "disconnected");
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    long end = System.nanoTime() + BOUND;
    while (done.get() < MESSAGES && System.nanoTime() < end) {
      queuePair.completions().poll((id, error, bytes) -> {
        done.incrementAndGet();
        if (error == AdapterError.OK) {
          arrived.incrementAndGet();
        }
      }, MESSAGES);
    }
    sender.waitFor(1, TimeUnit.MINUTES);
    adapter.close();
    return arrived.get();
  }

  /** Small and great messages in turn; then the JVM ends with all of them under way. */
  private static void sendAndEnd(InetAddress address, int drain) throws Exception {
    Recorder events = new Recorder();
    VerbsAdapter adapter = adapter(drain);
    adapter.open(events);
    QueuePair queuePair = adapter.createQueuePair("client");
    MemoryRegion region = queuePair.allocate(SIZE);
    queuePair.connect(new InetSocketAddress(address, 0), new InetSocketAddress(address, PORT));
    await(adapter, events, "connected");
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
