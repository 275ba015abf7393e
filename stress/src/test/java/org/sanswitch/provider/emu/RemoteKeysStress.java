package org.sanswitch.provider.emu;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.BufferVector;

/** {@link RemoteKeys} and {@link RemoteAccess}: nothing is written when a key was revoked (MEM-5). */
@JCStressTest
@Outcome(id = {"0, 0",
    "1, 1"}, expect = Expect.ACCEPTABLE, desc = "refused, or written before the key was gone")
@Outcome(expect = Expect.FORBIDDEN, desc = "written afterwards, or half of it")
@State
public class RemoteKeysStress {

  private static final int LENGTH = 64;
  private static final byte[] ONES = new byte[LENGTH];

  static {
    java.util.Arrays.fill(ONES, (byte) 1);
  }

  private final Mapping segment = Segments.next(false);
  private final RemoteKeys keys = new RemoteKeys(segment.address(), () -> {});
  private final RemoteAccess access = new RemoteAccess(segment.address(), segment.arenaSize());
  private final RemoteDescriptor descriptor;
  private final BufferVector source = new BufferVector();

  public RemoteKeysStress() {
    try {
      descriptor = keys.add(0, LENGTH, RemoteKeys.WRITE);
    } catch (AdapterException e) {
      throw new IllegalStateException(e);
    }
    source.add(ONES, 0, LENGTH);
  }

  @Actor
  public void owner(II_Result r) {
    keys.remove(descriptor);
    r.r1 = memory();
  }

  @Actor
  public void peer() {
    access.write(source, descriptor.toBytes(), 0);
  }

  @Arbiter
  public void later(II_Result r) {
    r.r2 = memory();
  }

  /** {@return the value of all bytes, or -1 if they differ} */
  private int memory() {
    long at = segment.address() + SegmentDescriptor.ARENA_OFFSET;
    long first = RawMemory.getLong(at);
    long last = RawMemory.getLong(at + LENGTH - Long.BYTES);
    return first == last ? (int) (first & 0xFF) : -1;
  }
}
