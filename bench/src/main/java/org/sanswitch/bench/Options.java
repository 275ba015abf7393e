package org.sanswitch.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param agent the agent's jar, or null: then only variants without the switch can run
 * @param variants what to compare
 * @param workloads the traffic
 * @param placements where the processes run
 * @param rounds how often each combination is measured
 * @param warmupMillis how long the traffic of each process pair flows before it is measured
 * @param measureMillis how long it is measured, in ms
 * @param verify whether every byte is compared
 * @param seed of the order of the variants
 * @param csv the file that receives all figures
 * @param jvmFlags more flags for the measured JVMs
 */
record Options(
    @Nullable Path agent,
    List<Variant> variants,
    List<Workload> workloads,
    List<Placement> placements,
    int rounds,
    int warmupMillis,
    int measureMillis,
    boolean verify,
    long seed,
    Path csv,
    List<String> jvmFlags) {

  static final String USAGE =
      """
          usage: bench [option]...
            --agent <jar>            the agent; without it only the jdk variants are measured
            --variants <v>,...       of jdk-tcp, jdk-tcp-spin, switch-tcp, switch-emu; default all
            --workloads <w>,...      pingpong:<size> or stream:<size>; default pingpong:16,stream:64,stream:64KiB
            --placements <p>,...     of two-cores, free, one-core; default all
            --rounds <n>             1 to 1000, default 2
            --warmup <seconds>       before each measurement, 0.1 to 60, default 1.5
            --measure <seconds>      0.05 to 60, default 0.4
            --quick                  1 round, two cores only, 1 s warm-up, 0.2 s measured
            --verify                 compare every byte; such figures are not for comparison
            --seed <number>          of the order of the variants; default by the clock
            --csv <file>             default target/bench.csv; an older one is replaced
            --jvm <flag>             for the measured JVMs, may be repeated
            --help                   this text
          """;
}
