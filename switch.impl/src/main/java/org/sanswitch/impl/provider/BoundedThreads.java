package org.sanswitch.impl.provider;

import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A daemon thread for each task. Who keeps such a thread when it has ended does not keep what it ran,
 * and a bundle with it (ADR 166).
 */
final class BoundedThreads implements BoundedWork {

  private static final System.Logger LOG = System.getLogger(BoundedThreads.class.getName());

  @Override
  public CountDownLatch start(String name, Runnable task) {
    CountDownLatch ended = new CountDownLatch(1);
    Runnable told = () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, name, e);
      } finally {
        ended.countDown();
      }
    };
    Thread.ofPlatform().daemon().name(name).start(new FutureTask<Void>(told, null));
    return ended;
  }

  @Override
  public boolean await(CountDownLatch latch, long nanos) {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return latch.await(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
