package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.sanswitch.fuzz.InputReader;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.provider.emu.PlainSegment.Range;

/**
 * What a hostile peer writes and what this side does meanwhile, taken from an input. After each step
 * of this side only bytes have changed that the step may change; receives complete in order, each
 * once, with no more bytes than they have room for; and after a violation nothing is sent.
 *
 * <p>A step is a kind (1) and what the kind needs.
 */
final class SharedWordsScript {

  private static final int STEPS = 64;
  private static final int MAX_MESSAGE = 1 << 16;
  private static final int BUFFER = 512;
  private static final int BUFFERS = 8;

  /** What a send writes beside the message: its entry, and the word of the waiters. */
  private static final Range WAITERS = new Range(SegmentDescriptor.WAITER_OFFSET, Integer.BYTES);

  private record Posted(long id, EmuRegion region, int offset, int length) {}

  private final InputReader input;
  private final PlainSegment own;
  private final PlainSegment peer;
  private final NotedEnding ending = new NotedEnding();
  private final SendCompletions completions = new SendCompletions();
  private final SendQueue sends;
  private final ReceiveQueue receives;
  private final EmuRegion buffers;
  private final EmuRegion foreign;
  private final Deque<Posted> posted = new ArrayDeque<>();
  private final BufferVector message = new BufferVector();
  private long ids;
  private long sent;
  private long received;

  SharedWordsScript(InputReader input, PlainSegment own, PlainSegment peer)
      throws AdapterException {
    this.input = input;
    this.own = own;
    this.peer = peer;
    EmuMemory memory = new EmuMemory(own, new RemoteKeys(own.address(), () -> {}));
    sends = new SendQueue(ending, peer, MAX_MESSAGE, completions, () -> {});
    receives = new ReceiveQueue(ending, own.address(), memory);
    buffers = memory.allocate(BUFFER * BUFFERS);
    foreign = memory.registerLocal(Arena.ofAuto().allocate(BUFFER));
  }

  void run() {
    for (int i = 0; i < STEPS && input.hasMore(); i++) {
      step(input.unsignedByte());
    }
  }

  private void step(int kind) {
    switch (kind & 7) {
      case 0 -> write(own, header(), input.longNumber());
      case 1 -> write(peer, header(), input.longNumber());
      case 2 -> post(kind >> 3);
      case 3 -> poll(1 + (kind >> 3));
      case 4 -> send(input.unsignedShort());
      case 5 -> access(kind);
      case 6 -> complete(kind);
      default -> grant();
    }
  }

  private long header() {
    return input.unsignedShort() % (SegmentDescriptor.ARENA_OFFSET / Long.BYTES) * Long.BYTES;
  }

  private static void write(PlainSegment segment, long at, long value) {
    RawMemory.putLong(segment.address() + at, value);
  }

  /** A completion of the message that comes next, of any length. */
  private void complete(int kind) {
    int length = kind < 128 ? kind : input.unsignedShort() << 16 | input.unsignedShort();
    write(
        own,
        SegmentDescriptor.completion(received),
        received + 1 << 32 | Integer.toUnsignedLong(length));
  }

  /** One more receive of the peer, anywhere. */
  private void grant() {
    long start = Integer.toUnsignedLong(input.unsignedShort() << 16 | input.unsignedShort());
    int length = input.unsignedShort() << 16 | input.unsignedShort();
    write(peer, SegmentDescriptor.receive(sent), start << 32 | Integer.toUnsignedLong(length));
    write(peer, SegmentDescriptor.POSTED_OFFSET, sent + 1);
  }

  private void post(int which) {
    EmuRegion region = (which & 16) == 0 ? buffers : foreign;
    int offset = region == buffers ? which % BUFFERS * BUFFER : 0;
    int length = 1 + which * 7;
    long id = ids++;
    own.remember();
    AdapterError error = receives.post(id, region, offset, length);
    long sequence = received + posted.size();
    own.assertUnchangedBut(
        new Range(SegmentDescriptor.receive(sequence), Long.BYTES),
        new Range(SegmentDescriptor.POSTED_OFFSET, Long.BYTES));
    if (error == AdapterError.OK) {
      posted.add(new Posted(id, region, offset, length));
    } else {
      assertTrue(ending.violation != null || posted.size() >= 64, error::name);
    }
  }

  private void poll(int most) {
    for (int i = 0; i < most; i++) {
      Posted next = posted.peek();
      own.remember();
      int taken = receives.poll(this::completed, 1);
      boolean inArena = next != null && next.region() == buffers;
      own.assertUnchangedBut(
          inArena
              ? new Range(SegmentDescriptor.ARENA_OFFSET + next.offset(), next.length())
              : new Range(0, 0));
      if (taken == 0) {
        return;
      }
    }
  }

  private void completed(long id, AdapterError error, int bytes) {
    Posted next = posted.remove();
    assertEquals(next.id(), id);
    assertTrue(bytes >= 0 && bytes <= next.length(), () -> bytes + " bytes");
    assertTrue(error == AdapterError.OK || bytes == 0);
    received++;
  }

  private void send(int length) {
    message.clear();
    message.add(ones(length), 0, length);
    long entry = SegmentDescriptor.completion(sent);
    long descriptor = RawMemory.getLong(peer.address() + SegmentDescriptor.receive(sent));
    boolean over = ending.violation != null;
    peer.remember();
    AdapterError error = sends.send(ids, message);
    assertTrue(!over || error == AdapterError.DISCONNECTED || error == AdapterError.MESSAGE_SIZE);
    peer.assertUnchangedBut(
        new Range(entry, SegmentDescriptor.COMPLETION_STRIDE),
        WAITERS,
        target(descriptor >>> 32, (int) descriptor));
    if (error == AdapterError.OK) {
      sent++;
    }
    completions.poll((id, status, bytes) -> assertEquals(AdapterError.OK, status), 1);
  }

  /** Not zeros, which would not be seen where nothing else was written. */
  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private static Range target(long start, int length) {
    boolean inside = length >= 0 && start + length <= PlainSegment.ARENA;
    return inside ? new Range(SegmentDescriptor.ARENA_OFFSET + start, length) : new Range(0, 0);
  }

  /** RDMA with the value that stands in the peer's table, so that it is the bounds that count. */
  private void access(int kind) {
    int index = input.unsignedByte() % SegmentDescriptor.KEYS;
    long key = SegmentDescriptor.key(index);
    long value = RawMemory.getLong(peer.address() + key + SegmentDescriptor.KEY_VALUE);
    byte[] descriptor = new RemoteDescriptor(value, index).toBytes();
    int length = input.unsignedShort() & 0xFFF;
    long offset = kind < 128 ? input.unsignedByte() : input.longNumber();
    message.clear();
    message.add(MemorySegment.ofArray(ones(length)), 0, length, null);
    peer.remember();
    if ((kind & 8) == 0) {
      sends.write(ids, message, descriptor, offset);
    } else {
      sends.read(ids, message, descriptor, offset);
    }
    long start = RawMemory.getLong(peer.address() + key + SegmentDescriptor.KEY_START);
    long size = RawMemory.getLong(peer.address() + key + SegmentDescriptor.KEY_LENGTH);
    boolean sound =
        start >= 0 && start <= PlainSegment.ARENA && size >= 0 && size <= PlainSegment.ARENA - start
            && (kind & 8) == 0;
    peer.assertUnchangedBut(
        sound ? new Range(SegmentDescriptor.ARENA_OFFSET + start, size) : new Range(0, 0));
    completions.poll((id, status, bytes) -> assertEquals(AdapterError.OK, status), 1);
  }
}
