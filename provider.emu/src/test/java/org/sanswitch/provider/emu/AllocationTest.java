package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.MemoryRegion;

/** What a queue pair allocates is nobody else's until it is deregistered. */
@Timeout(60)
class AllocationTest {

  private static final int STEPS = 2000;
  private static final int GREATEST = 5000;

  /** The last two pieces are freed in order: the first of them is joined to the free end. */
  @Test
  void handsMemoryOutOnceAfterTheLastPiecesWereFreedInOrder() throws Exception {
    try (Bench bench = new Bench()) {
      QueuePair queuePair = bench.host().queuePair();
      MemoryRegion first = queuePair.allocate(64);
      MemoryRegion second = queuePair.allocate(64);
      queuePair.deregister(first);
      queuePair.deregister(second);
      assertDisjoint(List.of(queuePair.allocate(64), queuePair.allocate(64)), "");
    }
  }

  @Test
  void neverHandsOutWhatIsInUse() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<MemoryRegion> live = new ArrayList<>();
    try (Bench bench = new Bench()) {
      QueuePair queuePair = bench.host().queuePair();
      for (int i = 0; i < STEPS; i++) {
        if (live.isEmpty() || random.nextInt(50) > live.size()) {
          live.add(queuePair.allocate(1 + random.nextInt(GREATEST)));
        } else {
          queuePair.deregister(live.remove(random.nextInt(live.size())));
        }
        assertDisjoint(live, "seed " + seed + ", step " + i);
      }
      for (MemoryRegion each : live) {
        queuePair.deregister(each);
      }
      long whole = EmuSettings.ARENA_SIZE;
      assertEquals(whole, queuePair.allocate(whole).segment().byteSize(), "seed " + seed);
    }
  }

  private static void assertDisjoint(List<MemoryRegion> regions, String where) {
    List<MemoryRegion> sorted = new ArrayList<>(regions);
    sorted.sort(Comparator.comparing(each -> each.segment().address()));
    for (int i = 1; i < sorted.size(); i++) {
      long end = sorted.get(i - 1).segment().address() + sorted.get(i - 1).segment().byteSize();
      assertTrue(end <= sorted.get(i).segment().address(), where);
    }
  }
}
