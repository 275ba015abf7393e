package org.sanswitch.bench.program;

import java.lang.management.ManagementFactory;

/** How much heap is in use, at two moments. One thread uses it. */
final class StockTaking {

  /** The second collection finds what finalizers and cleaners of the first have let go. */
  private static final int COLLECTIONS = 2;

  private long before;
  private long last;

  /** {@return the heap in use after a garbage collection, in bytes} */
  static long heapUsed() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  void take() {
    before = last;
    last = heapUsed();
  }

  /** {@return by how much it grew from the last stock-taking but one to the last, in bytes} */
  long growth() {
    return last - before;
  }
}
