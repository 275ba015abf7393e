package org.sanswitch.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {

  @Test
  void addsUserAndSystemTimeWhateverTheNameOfTheProcess() {
    assertEquals(7 + 50, ProcessTimes
      .ticks("42 (a) (b c) S 1 2 3 4 5 6 7 8 9 10 7 50 11 12 20 0 21 0 2104"));
  }

  @Test
  void countsEachProcessOnce() throws Exception {
    long pid = ProcessHandle.current().pid();
    ProcessTimes twice = new ProcessTimes(pid, pid);
    long before = twice.nanos();
    long burnt = burn(twice, before);
    long own = ((com.sun.management.OperatingSystemMXBean) ManagementFactory
      .getOperatingSystemMXBean()).getProcessCpuTime();
    assertTrue(burnt <= own, burnt + " ns of the kernel, " + own + " ns of the JVM");
  }

  /** {@return the process's time when it has grown by three ticks} */
  private static long burn(ProcessTimes times, long before) throws Exception {
    long now = times.nanos();
    while (now < before + 30_000_000) {
      now = times.nanos();
    }
    return now;
  }

  @Test
  void findsTheCompilersOfThisJvm() throws Exception {
    ProcessTimes times = new ProcessTimes(ProcessHandle.current().pid());
    assertTrue(times.compilerNanos() > 0);
    assertTrue(times.compilerNanos() >= 0);
  }

  @Test
  void readsTheBuffersOfTcp() {
    assertEquals(63, Footprint.tcpPages("""
        sockets: used 34
        TCP: inuse 1 orphan 0 tw 3 alloc 7 mem 63
        UDP: inuse 0 mem 5
        """));
  }
}
