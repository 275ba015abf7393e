package org.sanswitch.bench.loops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is allocated per operation, on any level, and every byte arrives. */
@Timeout(240)
class AllocationTest {

  private static final int OPERATIONS = 2000;
  private static final long BOUND_NANOS = 20_000_000_000L;

  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Makes a loop with messages of some length. */
  @FunctionalInterface
  interface Maker {
    Loop make(int bytes) throws Exception;
  }

  /** A loop and the length of its messages. */
  record Case(String name, Maker maker, int bytes) {
    @Override
    public String toString() {
      return name + " " + bytes;
    }
  }

  static List<Case> allocatesNothingPerOperation() {
    List<Case> cases = new ArrayList<>();
    for (int bytes : new int[]{16, 1024, 64 << 10}) {
      cases.add(new Case("adapter", AdapterLoop::new, bytes));
      cases.add(new Case("hal", HalLoop::new, bytes));
      cases.add(new Case("session", SessionLoop::new, bytes));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource
  void allocatesNothingPerOperation(Case each) throws Exception {
    try (Loop loop = each.maker.make(each.bytes)) {
      long bytes = leastAllocated(loop);
      assertTrue(bytes < OPERATIONS, bytes + " bytes in " + OPERATIONS + " operations");
      loop.verify();
    }
  }

  /**
   * The least of as many trials as it takes, within the bound: the interpreter allocates what the
   * compiler does not, and the compiler may have to wait for a core. What is allocated per
   * operation is in every trial, and is an object of 16 bytes at least; what the JVM allocates now
   * and then is less than a byte per operation.
   */
  private static long leastAllocated(Loop loop) throws Exception {
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + BOUND_NANOS;
    while (least >= OPERATIONS && System.nanoTime() - end < 0) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < OPERATIONS; i++) {
        loop.pingPong();
        loop.oneWay();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
