package org.sanswitch.bench.program;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Threads that do a part each. They do not keep the process alive: when one has failed, others may
 * wait for ever. The bench bounds the time of the whole process.
 */
final class Threads {

  private final BlockingQueue<FutureTask<Long>> ended = new LinkedBlockingQueue<>();
  private int started;

  /** Starts a thread that gives a number. */
  void start(String name, Callable<Long> part) {
    started++;
    FutureTask<Long> task = new FutureTask<>(part) {
      @Override
      protected void done() {
        ended.add(this);
      }
    };
    Thread.ofPlatform().daemon().name(name).start(task);
  }

  /**
   * Waits for all of them, or for the first that fails.
   *
   * @return the sum of their numbers
   */
  long join() throws IOException {
    long sum = 0;
    try {
      for (; started > 0; started--) {
        sum += ended.take().get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause
          : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
