package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ATOMIC;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_OFFSET;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer finds in a segment that it maps. */
class SharedSegmentTest {

  @TempDir Path parent;

  /** A sleeper that has to ask for exchanges first runs a barrier, which each new connection would pay. */
  @Test
  void asksForExchangesFromItsBeginning() throws Exception {
    UserDirectory user = UserDirectory.open(parent);
    try (ProcessDirectory directory = ProcessDirectory.create(user);
        Slabs slabs = new Slabs()) {
      SharedSegment own = SharedSegment.create(directory, slabs, SegmentDescriptor.MIN_ARENA);
      SharedSegment seen = SharedSegment.attach(user, slabs, own.id());
      assertEquals(WAITER_ATOMIC, seen.memory().get(ValueLayout.JAVA_INT, WAITER_OFFSET));
      seen.close();
      own.close();
    }
  }
}
