package org.sanswitch.bench.loops;

/**
 * Both ends of a connection within one thread. Each call is one operation of a benchmark, with
 * every byte there before it returns; whoever waits is awake.
 */
public interface Loop extends AutoCloseable {

  /** One message there and one back. */
  void pingPong() throws Exception;

  /** One message there, its sending completed, its receiving too. */
  void oneWay() throws Exception;

  /**
   * Compares what was received last with what was sent last.
   *
   * @throws IllegalStateException if a byte differs
   */
  void verify();
}
