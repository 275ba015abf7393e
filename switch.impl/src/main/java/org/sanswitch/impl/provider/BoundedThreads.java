package org.sanswitch.impl.provider;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A daemon thread for each task. */
final class BoundedThreads implements BoundedWork {

  @Override
  public CountDownLatch start(String name, Runnable task) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofPlatform().daemon().name(name).start(() -> {
      try {
        task.run();
      } finally {
        ended.countDown();
      }
    });
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
