package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ARMED;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ATOMIC;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_OFFSET;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Who sleeps is woken, and who often sleeps needs no barrier for it (ADR 163). */
class WaiterSignalTest {

  private final MemorySegment segment = Arena.ofAuto().allocate(4096, 64);
  private int bells;
  private final WaiterSignal signal =
      new WaiterSignal(segment.address(), false, () -> bells++);

  private void word(int bits) {
    segment.set(ValueLayout.JAVA_INT, WAITER_OFFSET, bits);
  }

  private int word() {
    return segment.get(ValueLayout.JAVA_INT, WAITER_OFFSET);
  }

  @Test
  void ringsOnceWhereItIsArmedAndLeavesTheRequestForExchanges() {
    word(WAITER_ARMED | WAITER_ATOMIC);
    signal.signal();
    signal.signal();
    assertEquals(1, bells);
    assertEquals(WAITER_ATOMIC, word());
  }

  @Test
  void goesBackToPlainLooksWhenNobodySleepsForLong() {
    word(WAITER_ATOMIC);
    for (int i = 0; i < WaiterSignal.AWAKE; i++) {
      signal.signal();
      assertEquals(WAITER_ATOMIC, word());
    }
    signal.signal();
    assertEquals(0, word());
  }

  @Test
  void eachSleepBeginsTheCountAnew() {
    for (int i = 0; i < 3; i++) {
      word(WAITER_ARMED | WAITER_ATOMIC);
      for (int j = 0; j < WaiterSignal.AWAKE; j++) {
        signal.signal();
        assertEquals(WAITER_ATOMIC, word());
      }
    }
    assertEquals(3, bells);
  }

  /** The sleeper came just before the sender would have stopped to look for it. */
  @Test
  void wakesWithTheLastExchangeToo() {
    word(WAITER_ATOMIC);
    for (int i = 0; i < WaiterSignal.AWAKE; i++) {
      signal.signal();
    }
    word(WAITER_ARMED | WAITER_ATOMIC);
    signal.signal();
    assertEquals(1, bells);
    assertEquals(0, word());
  }
}
