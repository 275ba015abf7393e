package org.sanswitch.impl.core;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the switch for control work; the data path never touches them. Two threads, not
 * virtual ones, because providers may call native code and carriers are few. The queue is bounded by
 * its users: each listener, companion and attempt is in it at most once (see {@link SerialTask}).
 */
final class ControlThreads implements ControlWork {

  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor housekeeper;

  ControlThreads() {
    pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), daemons("sanswitch-control-"),
        new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    housekeeper = new ScheduledThreadPoolExecutor(1, daemons("sanswitch-housekeeper-"),
        new ThreadPoolExecutor.DiscardPolicy());
    housekeeper.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> Thread.ofPlatform()
      .daemon()
      .name(prefix + number.incrementAndGet())
      .unstarted(task);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  @Override
  public void later(Runnable task, long delayMillis) {
    housekeeper.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void every(Runnable task, long periodMillis) {
    housekeeper.scheduleWithFixedDelay(task, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    housekeeper.shutdownNow();
    pool.shutdownNow();
  }
}
