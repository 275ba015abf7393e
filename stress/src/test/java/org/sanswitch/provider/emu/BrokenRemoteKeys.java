package org.sanswitch.provider.emu;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.sanswitch.memory.BufferVector;

/** Must be caught: a key is taken away without waiting for who uses it. */
@JCStressTest
@Outcome(id = {"0, 0",
    "1, 1"}, expect = Expect.ACCEPTABLE, desc = "all before it was gone, or nothing")
@Outcome(expect = Expect.FORBIDDEN, desc = "written afterwards")
@State
public class BrokenRemoteKeys {

  private static final int LENGTH = 2048;
  private static final long VALUE = 99;
  private static final byte[] ONES = new byte[LENGTH];

  static {
    java.util.Arrays.fill(ONES, (byte) 1);
  }

  private final Mapping segment = Segments.next(false);
  private final RemoteAccess access = new RemoteAccess(segment.address(), segment.arenaSize());
  private final BufferVector source = new BufferVector();
  private final long key = segment.address() + SegmentDescriptor.key(0);

  public BrokenRemoteKeys() {
    RawMemory.putLong(key + SegmentDescriptor.KEY_LENGTH, LENGTH);
    RawMemory.putInt(key + SegmentDescriptor.KEY_ACCESS, RemoteKeys.WRITE);
    RawMemory.putLongRelease(key + SegmentDescriptor.KEY_VALUE, VALUE);
    source.add(ONES, 0, LENGTH);
  }

  @Actor
  public void owner(II_Result r) {
    RawMemory.putLongVolatile(key + SegmentDescriptor.KEY_VALUE, 0L);
    r.r1 = last();
  }

  @Actor
  public void peer() {
    access.write(source, new RemoteDescriptor(VALUE, 0).toBytes(), 0);
  }

  @Arbiter
  public void later(II_Result r) {
    r.r2 = last();
  }

  private int last() {
    return RawMemory.getInt(
        segment.address() + SegmentDescriptor.ARENA_OFFSET + LENGTH - Integer.BYTES) & 0xFF;
  }
}
