package org.sanswitch.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sanswitch.bench.loops.HalLoop;

/** WSPSend, WSPRecv and polling for completions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HalBenchmark {

  @Param({"16", "1024", "65536"}) int bytes;

  private HalLoop loop;

  @Setup
  public void connect() throws Exception {
    loop = new HalLoop(bytes);
  }

  @Benchmark
  public void pingPong() throws Exception {
    loop.pingPong();
  }

  @Benchmark
  public void oneWay() throws Exception {
    loop.oneWay();
  }

  @TearDown
  public void close() throws Exception {
    loop.verify();
    loop.close();
  }
}
