package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.hal.QueuePair.RemoteRegion;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * A program for a machine with a device: what a hostile peer may try with keys, lengths and receives, and
 * programs that are no switches (MEM-1, MEM-2, ACC-3, LIS-2). Argument: an address of the device. Ends
 * with 0 and {@code all refused} if the device and the adapter refuse what they must.
 */
public final class BadInputInGuest {

  private static final int PORT = 4713;
  private static final int FOREIGN_PORT = 4714;
  private static final int SIZE = 4096;
  private static final byte MARK = 7;

  private final Guest guest;
  private final Arena arena = Arena.ofShared();
  /** What a peer writes. */
  private final MemorySegment marks = arena.allocate(2 * SIZE).fill(MARK);
  private final BufferVector vector = new BufferVector();

  private BadInputInGuest(Guest guest) {
    this.guest = guest;
  }

  /** Runs all cases. */
  public static void main(String[] arguments) throws Exception {
    InetAddress address = InetAddress.ofLiteral(arguments[0]);
    try (Guest guest = new Guest(address, PORT, VerbsSettings.DEFAULT)) {
      guest.adapter.listen(guest.here(), 8);
      BadInputInGuest program = new BadInputInGuest(guest);
      program.aKeyIsOfNoUseAfterDeregistration();
      program.memoryBesideTheRegionIsOutOfReach();
      program.aKeyIsOfNoUseOverAnotherConnection();
      program.memoryThatMayBeWrittenMayNotBeRead();
      program.aMessageWaitsForItsReceive();
      program.aMessageThatIsTooLongEndsTheConnection();
      program.programsThatAreNoSwitchesAreRefused();
      program.whatIsNoSwitchIsNotConnectedTo();
    }
    System.out.println("all refused");
    System.exit(0);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static void passed(String what) {
    System.out.println(what);
  }

  /** {@return the peer's memory, which is empty; half of it is registered, for the peer to write} */
  private MemorySegment target() {
    return arena.allocate(2 * SIZE, SIZE);
  }

  private static RemoteRegion writable(QueuePair queuePair, MemorySegment memory)
      throws AdapterException {
    return (RemoteRegion) queuePair.register(memory, Set.of(Access.REMOTE_WRITE));
  }

  private AdapterError write(QueuePair from, byte[] descriptor, long offset, int length)
      throws AdapterException {
    MemoryRegion source = from.register(marks, Set.of(Access.LOCAL_READ));
    vector.clear();
    vector.add(marks, 0, length, source);
    AdapterError posted = from.postWrite(1, vector, descriptor, offset);
    check(posted == AdapterError.OK, "postWrite gives " + posted);
    return guest.done(from).error();
  }

  /** The device refuses, both ends hear that the connection is over, and nothing was written. */
  private void assertRefused(AdapterError error, MemorySegment target) {
    check(error == AdapterError.REMOTE_ACCESS, "the write gives " + error);
    guest.await("disconnected");
    guest.await("disconnected");
    for (long i = 0; i < target.byteSize(); i++) {
      check(target.get(ValueLayout.JAVA_BYTE, i) == 0, "byte " + i + " was written");
    }
  }

  private void aKeyIsOfNoUseAfterDeregistration() throws Exception {
    try (Guest.Pair pair = guest.connect()) {
      MemorySegment target = target();
      RemoteRegion region = writable(pair.server(), target);
      byte[] descriptor = region.descriptor();
      AdapterError first = write(pair.client(), descriptor, 0, SIZE);
      check(first == AdapterError.OK && target.get(ValueLayout.JAVA_BYTE, SIZE - 1) == MARK,
          "a write that is allowed gives " + first);
      target.fill((byte) 0);
      pair.server().deregister(region);
      assertRefused(write(pair.client(), descriptor, 0, SIZE), target);
    }
    passed("a key is of no use after deregistration");
  }

  /** The descriptor lies about the length, and about where the memory begins. */
  private void memoryBesideTheRegionIsOutOfReach() throws Exception {
    for (long offset : new long[]{SIZE, -SIZE, 1}) {
      try (Guest.Pair pair = guest.connect()) {
        MemorySegment target = arena.allocate(3 * SIZE, SIZE);
        RemoteRegion region = writable(pair.server(), target.asSlice(SIZE, SIZE));
        RemoteDescriptor known = RemoteDescriptor.decode(region.descriptor());
        byte[] lie =
            new RemoteDescriptor(known.address() + offset, 4 * SIZE, known.key()).encode();
        assertRefused(write(pair.client(), lie, 0, SIZE), target);
      }
    }
    passed("memory beside the region is out of reach");
  }

  private void aKeyIsOfNoUseOverAnotherConnection() throws Exception {
    try (Guest.Pair one = guest.connect(); Guest.Pair other = guest.connect()) {
      MemorySegment target = target();
      byte[] descriptor = writable(one.server(), target).descriptor();
      assertRefused(write(other.client(), descriptor, 0, SIZE), target);
      AdapterError own = write(one.client(), descriptor, 0, SIZE);
      check(own == AdapterError.OK, "over its own connection it gives " + own);
    }
    passed("a key is of no use over another connection");
  }

  private void memoryThatMayBeWrittenMayNotBeRead() throws Exception {
    try (Guest.Pair pair = guest.connect()) {
      MemorySegment secret = target().fill(MARK);
      byte[] descriptor = writable(pair.server(), secret).descriptor();
      MemorySegment into = target();
      MemoryRegion local = pair.client().register(into, Set.of(Access.LOCAL_WRITE));
      vector.clear();
      vector.add(into, 0, SIZE, local);
      AdapterError posted = pair.client().postRead(1, vector, descriptor, 0);
      check(posted == AdapterError.OK, "postRead gives " + posted);
      assertRefused(guest.done(pair.client()).error(), into);
    }
    passed("memory that may be written may not be read");
  }

  private AdapterError send(QueuePair from, long id, MemoryRegion region, int length) {
    vector.clear();
    vector.add(region.segment(), 0, length, region);
    return from.postSend(id, vector);
  }

  /** More messages than receives: the device holds them back, and none is lost or in the wrong order. */
  private void aMessageWaitsForItsReceive() throws Exception {
    int messages = 20;
    try (Guest.Pair pair = guest.connect()) {
      MemoryRegion source = pair.client().allocate(SIZE);
      MemoryRegion target = pair.server().allocate(SIZE);
      for (int i = 0; i < messages; i++) {
        AdapterError posted = send(pair.client(), i, source, 100 + i);
        check(posted == AdapterError.OK, "postSend gives " + posted);
      }
      for (int i = 0; i < messages; i++) {
        AdapterError posted = pair.server().postReceive(i, target, 0, SIZE);
        check(posted == AdapterError.OK, "postReceive gives " + posted);
        Guest.Done done = guest.done(pair.server());
        check(done.equals(new Guest.Done(i, AdapterError.OK, 100 + i)), done.toString());
      }
    }
    passed("a message waits for its receive");
  }

  private void aMessageThatIsTooLongEndsTheConnection() throws Exception {
    try (Guest.Pair pair = guest.connect()) {
      MemoryRegion source = pair.client().allocate(SIZE);
      MemoryRegion target = pair.server().allocate(SIZE);
      pair.server().postReceive(1, target, 0, 8);
      send(pair.client(), 2, source, SIZE);
      Guest.Done sent = guest.done(pair.client());
      check(sent.error() != AdapterError.OK, "the send gives " + sent);
      Guest.Done received = guest.done(pair.server());
      check(received.error() == AdapterError.MESSAGE_SIZE, "the receive gives " + received);
      guest.await("disconnected");
      guest.await("disconnected");
      for (long i = 8; i < SIZE; i++) {
        check(target.segment().get(ValueLayout.JAVA_BYTE, i) == 0, "byte " + i + " was written");
      }
    }
    passed("a message that is too long ends the connection");
  }

  private static Process rping(String side, InetAddress address, int port) throws Exception {
    return new ProcessBuilder("rping", side, "-a", address.getHostAddress(), "-p",
        Integer.toString(port), "-C", "1")
      .redirectErrorStream(true)
      .redirectOutput(ProcessBuilder.Redirect.DISCARD)
      .start();
  }

  /** rping connects with private data that is not ours. */
  private void programsThatAreNoSwitchesAreRefused() throws Exception {
    Process client = rping("-c", guest.address, PORT);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (client.isAlive() && System.nanoTime() - end < 0) {
      guest.adapter.processEvents(TimeUnit.MILLISECONDS.toNanos(20));
    }
    check(!client.isAlive() && client.exitValue() != 0, "rping has connected");
    for (Recorder.Event event = guest.events.next(); event != null; event = guest.events.next()) {
      check(!event.kind().equals("requested"), "rping is told to the switch");
    }
    passed("programs that are no switches are refused");
  }

  /** rping listens; it accepts, and says nothing of a switch. */
  private void whatIsNoSwitchIsNotConnectedTo() throws Exception {
    Process server = rping("-s", guest.address, FOREIGN_PORT);
    try {
      AdapterException cause = null;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while ((cause == null || cause.reason() == RouteReason.PEER_HAS_NO_SWITCH)
          && System.nanoTime() - end < 0) {
        // Until it listens.
        QueuePair client = guest.adapter.createQueuePair("client");
        client.connect(new InetSocketAddress(guest.address, 0),
            new InetSocketAddress(guest.address, FOREIGN_PORT));
        cause = (AdapterException) guest.await("connectFailed").detail();
        client.close();
      }
      check(cause != null && cause.error() == AdapterError.NOT_REACHED
          && cause.reason() == RouteReason.VERSION, "connecting to rping gives " + cause);
    } finally {
      server.destroyForcibly();
    }
    passed("what is no switch is not connected to");
  }
}
