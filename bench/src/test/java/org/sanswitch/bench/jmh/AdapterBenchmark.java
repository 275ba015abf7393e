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
import org.sanswitch.bench.loops.AdapterLoop;

/** Posting and polling at the adapter's own interface. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdapterBenchmark {

  @Param({"16", "1024", "65536"}) int bytes;

  private AdapterLoop loop;

  @Setup
  public void connect() throws Exception {
    loop = new AdapterLoop(bytes);
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
