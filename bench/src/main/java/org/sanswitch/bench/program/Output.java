package org.sanswitch.bench.program;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the programs tell: lines of a name, a space and a whole number on standard output. */
public final class Output {

  /** The port that the server listens on, 0 if it needs none. */
  public static final String PORT = "port";
  /** Median of the round trips, or of the times to connect, in ns. */
  public static final String P50 = "p50_ns";
  /** 99 of 100 took at most this, in ns. */
  public static final String P99 = "p99_ns";
  /** 999 of 1000 took at most this, in ns. */
  public static final String P999 = "p999_ns";
  /** Messages that were measured, of all connections. */
  public static final String MESSAGES = "messages";
  /** How long they took from the first beginning to the last end, in ns. */
  public static final String NANOS = "nanos";
  /** What the threads allocated meanwhile, in bytes. */
  public static final String ALLOCATED = "allocated";
  /** How many connections the client has made in all. */
  public static final String CONNECTIONS = "connections";
  /** Processor time of the whole process, in ns. */
  public static final String CPU = "cpu_ns";
  /** Processor time of both processes while they were measured, in ns. */
  public static final String SPAN_CPU = "span_cpu_ns";
  /** How long that was, in ns. */
  public static final String SPAN = "span_ns";
  /** How long the warm-up took, in ns. */
  public static final String WARMUP = "warmup_ns";
  /** 1 if it was over before its time was, else 0. */
  public static final String SETTLED = "settled";
  /** By how much the used heap of the process grew, in bytes. */
  public static final String HEAP = "heap";
  /** By how much the memory of both processes grew that is not shared, in bytes. */
  public static final String OWN = "own";
  /** By how much shared memory grew, in bytes. */
  public static final String SHARED = "shared";
  /** By how much the kernel's memory grew, in bytes. */
  public static final String KERNEL = "kernel";
  /** How many connections were made while their making was timed, in another way than by messages. */
  public static final String OPENED = "opened";
  /** How long that took, in ns. */
  public static final String OPEN_NANOS = "open_ns";

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

  /** {@return what all threads of the JVM have allocated, in bytes} */
  static long allocatedByAll() {
    return THREADS.getTotalThreadAllocatedBytes();
  }

  static void printCpu() {
    print(CPU,
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
  }
}
