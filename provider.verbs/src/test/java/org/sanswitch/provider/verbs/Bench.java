package org.sanswitch.provider.verbs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** An open adapter over a recorded device. The test is its event thread. */
final class Bench implements AutoCloseable {

  static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");
  static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 4711);
  static final InetSocketAddress HERE = new InetSocketAddress(ADDRESS, 0);

  private static final int ENDLESS = 1000;
  private static final int PORT_ERROR = 10;

  /** One completion. */
  record Done(long id, AdapterError error, int bytes) {}

  final RecordedVerbs verbs = new RecordedVerbs();
  final RecordedCm cm;
  final Recorder events = new Recorder();
  final VerbsAdapter adapter;
  final Deque<Done> done = new ArrayDeque<>();
  private final BufferVector vector = new BufferVector();

  /** Addresses of the host now. */
  volatile List<InetAddress> addresses = List.of(ADDRESS);

  /** Guard: volatile. Is run when the adapter asks for these. */
  volatile Runnable whenAsked = () -> {
  };

  Bench() throws AdapterException {
    this(VerbsSettings.DEFAULT);
  }

  Bench(VerbsSettings settings) throws AdapterException {
    cm = new RecordedCm(verbs);
    adapter = make(settings);
    adapter.open(events);
    cm.calls.clear();
    verbs.access.clear();
  }

  private VerbsAdapter make(VerbsSettings settings) throws AdapterException {
    DeviceProbe probe = new DeviceProbe(verbs, settings);
    long context = probe.open(RecordedVerbs.DEVICE);
    Capabilities found = probe.capabilities(context);
    verbs.closeDevice(context);
    return new VerbsAdapter("verbs", RecordedVerbs.DEVICE, this::asked,
        () -> new RdmaLibraries(verbs, cm), found, settings, "test");
  }

  private List<InetAddress> asked() {
    whenAsked.run();
    return addresses;
  }

  /** Handles what has happened. */
  void run() {
    for (int i = 0; adapter.processEvents(0) > 0; i++) {
      if (i == ENDLESS) {
        throw new AssertionError("the event thread would turn for ever");
      }
    }
  }

  /** The port goes down, or comes up; what is to be done then is done. */
  void port(boolean active) {
    verbs.portState = active ? 4 : 1;
    verbs.asyncEvent(ownContext(), active ? VerbsLayout.ASYNC_PORT_ACTIVE : PORT_ERROR);
    run();
    long end = System.nanoTime() + 2 * PortWatch.SETTLE;
    while (active && System.nanoTime() - end < 0) {
      adapter.processEvents(PortWatch.SETTLE);
    }
  }

  /** {@return the context that the adapter has opened itself} */
  long ownContext() {
    return verbs.lastOpened;
  }

  VerbsQueuePair queuePair() throws AdapterException {
    return (VerbsQueuePair) adapter.createQueuePair(this);
  }

  /** {@return one that is on its way, up to the point that the peer must answer} */
  VerbsQueuePair connecting() throws AdapterException {
    VerbsQueuePair made = queuePair();
    made.connect(HERE, PEER);
    cm.event(0, cm.lastId(), 0, 0, new byte[0]);
    run();
    if (!cm.ids.isEmpty()) {
      cm.event(2, cm.lastId(), 0, 0, new byte[0]);
      run();
    }
    return made;
  }

  /** {@return one that is connected} */
  VerbsQueuePair connected() throws AdapterException {
    VerbsQueuePair made = connecting();
    RecordedCm.address(cm.lastId() + VerbsLayout.ID_SOURCE, new InetSocketAddress(ADDRESS, 99));
    cm.event(9, cm.lastId(), 0, 0, padded(Greeting.Status.ACCEPTED, 196));
    run();
    events.expect("connected");
    return made;
  }

  /** {@return private data as the manager carries it} */
  static byte[] padded(Greeting.Status status, int length) {
    return Arrays.copyOf(new Greeting(status).encode(), length);
  }

  AdapterError send(VerbsQueuePair from, long id, byte[] message) {
    vector.clear();
    vector.add(message, 0, message.length);
    return from.postSend(id, vector);
  }

  AdapterError send(VerbsQueuePair from, long id, MemoryRegion region, int length) {
    return from.postSend(id, piece(region, length));
  }

  BufferVector piece(MemoryRegion region, int length) {
    vector.clear();
    vector.add(region.segment(), 0, length, region);
    return vector;
  }

  /** The device completes a request. */
  void complete(VerbsQueuePair of, RecordedVerbs.Posted request, int status, int length) {
    verbs.complete(((VerbsCompletionQueue) of.completions()).handle(), request.id(), status,
        length);
  }

  /** {@return what was completed next, or null} */
  Done poll(VerbsQueuePair of) {
    of.completions().poll((id, error, bytes) -> done.add(new Done(id, error, bytes)), 8);
    return done.poll();
  }

  @Override
  public void close() {
    adapter.close();
  }
}
