package org.sanswitch.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.bench.program.Task.Timing;

/**
 * What the user asked for.
 *
 * @param agent the agent's jar, or null: then only variants without the switch can run
 * @param variants what to compare
 * @param workloads the traffic
 * @param connections how many connections at once
 * @param placements where the processes run
 * @param rounds how often each combination is measured
 * @param minutes no round begins that would last beyond this, 0 for no bound
 * @param timing how long the traffic of each process pair flows, and how long it is measured
 * @param startMillis how long two JVMs may take to start and to end
 * @param distance whether it is asked how far the cores are apart
 * @param verify whether every byte is compared
 * @param seed of the order of the variants
 * @param csv the file that receives all figures
 * @param plots the directory that receives the plots, or null for none
 * @param jvmFlags more flags for the measured JVMs
 */
record Options(
    @Nullable Path agent,
    List<Variant> variants,
    List<Workload> workloads,
    List<Integer> connections,
    List<Placement> placements,
    int rounds,
    int minutes,
    Timing timing,
    int startMillis,
    boolean distance,
    boolean verify,
    long seed,
    Path csv,
    @Nullable Path plots,
    List<String> jvmFlags) {

  static final String USAGE =
      """
          usage: bench [option]...
            --agent <jar>            the agent; without it only the variants without the switch are measured
            --variants <v>,...       of jdk-tcp, jdk-tcp-spin, jdk-uds, switch-tcp, switch-emu, switch-verbs, and
                                     of the references aeron-ipc, agrona-ring and netty-epoll; or all but switch-verbs;
                                     default jdk-tcp, jdk-tcp-spin, switch-tcp, switch-emu
            --workloads <w>,...      pingpong:<size>, paced:<size>, stream:<size>, connect, idle:<count>,
                                     select:<size>, select-all:<size>, select-paced:<size>, select-connect,
                                     select-idle:<count>, async:<size>, netty:<size>, send-file:<size>,
                                     receive-file:<size>, or all;
                                     default pingpong:16,stream:64,stream:64KiB
            --connections <n>,...    how many at once, 1 to 1000, more than 64 for select workloads alone; default 1
            --placements <p>,...     of two-cores, free, one-core; default all
            --rounds <n>             1 to 1000, default 2
            --minutes <n>            begin no round that would not be over in that time, 1 to 10000
            --warmup <seconds>       before each measurement, at least, 0.1 to 60, default 1
            --warmup-most <seconds>  at most, where it does not settle, 0.1 to 120, default 15
            --measure <seconds>      0.05 to 60, default 0.4; five times that if paced
            --pace <milliseconds>    from one paced message to the next, 0.1 to 1000, default 1
            --start <seconds>        for two JVMs to start and to end at most, 1 to 600, default 30
            --no-distance            do not ask how far the cores are apart, which takes for ever on emulated ones
            --full                   all variants, workloads and placements, 1 to 1000 connections, 15 rounds
            --quick                  1 round, two cores only, 0.2 s measured
            --verify                 compare every byte; such figures are not for comparison
            --seed <number>          of the order of the variants; default by the clock
            --csv <file>             default target/bench.csv; an older one is replaced
            --plots <directory>      draw what has at least 5 rounds of a class as SVG
            --address <ip>           where both ends meet, default loopback; switch-verbs needs a device's
            --jvm <flag>             for the measured JVMs, may be repeated
            --help                   this text
                 bench jmh [option]...
            the inner loops by JMH, with what they allocate per operation; options as of JMH
          """;
}
