package org.sanswitch.bench.program;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the programs tell: lines of a name, a space and a whole number on standard output. */
public final class Output {

  /** The port that the server listens on. */
  public static final String PORT = "port";
  /** Median of the round trips, in ns. */
  public static final String P50 = "p50_ns";
  /** 99 of 100 round trips took at most this, in ns. */
  public static final String P99 = "p99_ns";
  /** 999 of 1000 round trips took at most this, in ns. */
  public static final String P999 = "p999_ns";
  /** Messages that were measured. */
  public static final String MESSAGES = "messages";
  /** How long they took, in ns. */
  public static final String NANOS = "nanos";
  /** What the thread allocated meanwhile, in bytes. */
  public static final String ALLOCATED = "allocated";
  /** Processor time of the whole process, in ns. */
  public static final String CPU = "cpu_ns";

  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Output() {}

  static void print(String name, long value) {
    System.out.println(name + " " + value);
    System.out.flush();
  }

  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  static void printCpu() {
    print(CPU,
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
  }
}
