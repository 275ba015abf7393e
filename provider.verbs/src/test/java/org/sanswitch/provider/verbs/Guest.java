package org.sanswitch.provider.verbs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** An open adapter of a real device in the virtual machine; the program's thread is its event thread. */
final class Guest implements AutoCloseable {

  private static final long BOUND = TimeUnit.SECONDS.toNanos(120);
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);

  /** Both ends of a connection. */
  record Pair(QueuePair client, QueuePair server) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  /** One completion. */
  record Done(long id, AdapterError error, int bytes) {}

  final Recorder events = new Recorder();
  final VerbsAdapter adapter;
  final InetAddress address;
  private final int port;

  /** Opens the first device, with a listener at a port of an address. */
  Guest(InetAddress address, int port, VerbsSettings settings) throws Exception {
    this.address = address;
    this.port = port;
    String device = new Devices(Devices.KERNEL).list().getFirst().name();
    VerbsLibrary verbs = Libraries.link().verbs();
    DeviceProbe probe = new DeviceProbe(verbs, settings);
    long context = probe.open(device);
    Capabilities found = probe.capabilities(context);
    verbs.closeDevice(context);
    this.adapter =
        new VerbsAdapter("verbs", device, LocalAddresses.OF_INTERFACES, Libraries::link, found,
            settings, "test");
    adapter.open(events);
  }

  InetSocketAddress here() {
    return new InetSocketAddress(address, port);
  }

  /** {@return the next event of a kind, within the bound; others are passed over} */
  Recorder.Event await(String kind) {
    long end = System.nanoTime() + BOUND;
    while (System.nanoTime() - end < 0) {
      adapter.processEvents(STEP);
      for (Recorder.Event event = events.next(); event != null; event = events.next()) {
        if (event.kind().equals(kind)) {
          return event;
        }
      }
    }
    throw new AssertionError("no " + kind);
  }

  /** {@return two ends that are connected} */
  Pair connect() throws Exception {
    QueuePair client = adapter.createQueuePair("client");
    client.connect(new InetSocketAddress(address, 0), here());
    ConnectionRequest request = (ConnectionRequest) await("requested").subject();
    QueuePair server = adapter.createQueuePair("server");
    request.accept(server);
    await("connected");
    return new Pair(client, server);
  }

  /** {@return the next completion of an end, within the bound} */
  Done done(QueuePair of) {
    List<Done> found = new ArrayList<>();
    long end = System.nanoTime() + BOUND;
    while (found.isEmpty() && System.nanoTime() - end < 0) {
      adapter.processEvents(0);
      if (of.completions()
        .poll((id, error, bytes) -> found.add(new Done(id, error, bytes)), 1) == 0) {
        of.completions().await(STEP);
      }
    }
    if (found.isEmpty()) {
      throw new AssertionError("no completion");
    }
    return found.getFirst();
  }

  @Override
  public void close() {
    adapter.close();
  }
}
