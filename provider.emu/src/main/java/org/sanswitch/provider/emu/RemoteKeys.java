package org.sanswitch.provider.emu;

import static org.sanswitch.provider.emu.SegmentDescriptor.KEYS;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_ACCESS;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_LENGTH;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_START;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_USERS;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_VALUE;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The owner's side of the key table: what the peer may reach, and how (MEM-1, MEM-2). The peer's
 * {@link RemoteAccess} honours it.
 */
final class RemoteKeys {

  static final int READ = 1;
  static final int WRITE = 2;

  /** A peer that copies longer than this while its key is taken away loses the connection. */
  private static final long REVOKE_BOUND = TimeUnit.MILLISECONDS.toNanos(500);

  private final long segment;
  private final Runnable peerHangs;
  /** Guarded by this. */
  private final BitSet used = new BitSet(KEYS);

  /**
   * Makes the table.
   *
   * @param segment where the own segment starts
   * @param peerHangs is run when the peer does not end an access
   */
  RemoteKeys(long segment, Runnable peerHangs) {
    this.segment = segment;
    this.peerHangs = peerHangs;
  }

  /**
   * Lets the peer reach a part of the arena.
   *
   * @throws AdapterException NO_RESOURCES if the table is full
   */
  synchronized RemoteDescriptor add(long start, long length, int access) throws AdapterException {
    int index = used.nextClearBit(0);
    if (index >= KEYS) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES,
          RouteReason.PROVIDER_FAILED,
          "all " + KEYS + " remote keys of the queue pair are in use");
    }
    used.set(index);
    long key = segment + SegmentDescriptor.key(index);
    long value = FileId.randomLong();
    RawMemory.putLong(key + KEY_START, start);
    RawMemory.putLong(key + KEY_LENGTH, length);
    RawMemory.putInt(key + KEY_ACCESS, access);
    RawMemory.putLongRelease(key + KEY_VALUE, value);
    return new RemoteDescriptor(value, index);
  }

  /** Revokes a key; when this returns, the peer's accesses with it have ended (MEM-5). */
  void remove(RemoteDescriptor descriptor) {
    long key = segment + SegmentDescriptor.key(descriptor.index());
    RawMemory.putLongVolatile(key + KEY_VALUE, 0L);
    long start = System.nanoTime();
    while (RawMemory.getLongVolatile(key + KEY_USERS) != 0) {
      if (System.nanoTime() - start > REVOKE_BOUND) {
        // The key stays taken: a late access must not find a new one in its place.
        peerHangs.run();
        return;
      }
      Thread.onSpinWait();
    }
    synchronized (this) {
      used.clear(descriptor.index());
    }
  }
}
