package org.sanswitch.provider.emu;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.sanswitch.memory.MemoryRegion;

/** Memory of one queue pair: allocated in its segment, or memory of the caller's. */
class EmuRegion implements MemoryRegion {

  /** Where memory starts that is not in the segment. */
  static final long FOREIGN = -1;

  private static final VarHandle PENDING;

  static {
    try {
      PENDING = MethodHandles.lookup().findVarHandle(EmuRegion.class, "pending", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EmuMemory owner;
  private final MemorySegment segment;
  private final long start;
  /** Receives posted and not polled; changed by the receiving thread, read by any. */
  @SuppressWarnings("UnusedVariable") private int pending;
  /** Guarded by the owner: registrations for the peer that lie in this region. */
  private int registrations;
  /** Changed under the lock of the owner. */
  private volatile boolean live = true;

  EmuRegion(EmuMemory owner, MemorySegment segment, long start) {
    this.owner = owner;
    this.segment = segment;
    this.start = start;
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  /** {@return first byte in the arena, or FOREIGN} */
  long start() {
    return start;
  }

  boolean isUsableBy(EmuMemory memory) {
    return owner == memory && live;
  }

  void end() {
    live = false;
  }

  /** {@return whether a receive or a registration of the peer's needs it (MEM-3)} */
  boolean isInUse() {
    return registrations > 0 || (int) PENDING.getOpaque(this) > 0;
  }

  void addPending(int change) {
    PENDING.setOpaque(this, (int) PENDING.getOpaque(this) + change);
  }

  void addRegistrations(int change) {
    registrations += change;
  }
}
