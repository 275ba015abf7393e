package org.sanswitch.impl.asynchronous;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of a provider, which no handler ever runs on: it ends operations whose time is over or
 * whose end only a future tells, and calls executors of applications, which may do anything. It comes
 * when there is work, and ends when there is none for a while.
 */
final class Background {

  private static final int IDLE_SECONDS = 2;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, task -> Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name("sanswitch-asynchronous")
        .unstarted(task));

  Background() {
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Runs something short. */
  void execute(Runnable task) {
    thread.execute(task);
  }

  /** Runs something short later. */
  ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return thread.schedule(task, delay, unit);
  }
}
