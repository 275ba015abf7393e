package org.sanswitch.provider.hal;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The progress thread of a started adapter: lets it handle its events, and looks after the sockets
 * on the watch list each tick. It sleeps in the adapter for long while the list is empty.
 */
final class Progress implements Runnable {

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MAX_PAUSES = 10;
  private static final int MAX_FAILURES = 100;

  private final Startup startup;
  private final Thread thread;

  /** The sockets to look after. */
  final WatchList watchList = new WatchList(this::wakeup);

  /** Guard: written by the progress thread. It sleeps for long, or is about to. */
  private volatile boolean idle;

  /** Guard: written by anyone. A socket could not be drained in one turn. */
  private volatile boolean hurry;

  /** Set once. */
  private volatile boolean stopped;

  /** Guard: the progress thread. */
  private long lastTick = System.nanoTime();

  /** Guard: the progress thread. Failures of the adapter in a row. */
  private int failures;

  /**
   * Makes it, not started.
   *
   * @param startup what it is the progress of
   */
  Progress(Startup startup) {
    this.startup = startup;
    this.thread =
        Thread.ofPlatform()
          .daemon()
          .name("sanswitch-" + startup.info.name() + "-progress")
          // Who keeps the thread when it has ended does not keep this, and the bundle with it (ADR 166).
          .unstarted(new FutureTask<Void>(this, null));
  }

  /** Starts the thread. */
  void start() {
    thread.start();
  }

  /** {@return whether the calling thread is the progress thread} */
  @SuppressWarnings("ReferenceEquality") // a thread is itself
  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /**
   * Ends the thread, in bounded time; the progress thread itself ends when it gets back.
   *
   * @param nanos how long to wait for it at most
   * @return whether it has ended
   */
  boolean stop(long nanos) {
    stopped = true;
    startup.adapter.wakeup();
    if (isCurrentThread()) {
      return false;
    }
    boolean interrupted = false;
    long end = System.nanoTime() + nanos;
    try {
      while (thread.isAlive() && end - System.nanoTime() > 0) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(end - System.nanoTime(), 1));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return !thread.isAlive();
  }

  /** Has the thread go round without waiting. */
  void hurry() {
    hurry = true;
  }

  /** The thread itself needs none: inside the adapter it handles an event, and then looks at the list. */
  private void wakeup() {
    if (idle && !isCurrentThread()) {
      startup.adapter.wakeup();
    }
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        round();
      } catch (Throwable e) {
        startup.log.warn("the progress thread caught what it should not have", e);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void round() {
    processEvents();
    long now = System.nanoTime();
    if (hurry || now - lastTick >= startup.limits.tickNanos()) {
      hurry = false;
      lastTick = now;
      watchList.tick(now);
    }
  }

  /** Sets {@link #idle} before it looks at the list; who lists a socket does it the other way. */
  private void processEvents() {
    idle = true;
    long wait = hurry ? 0 : watchList.isEmpty() ? IDLE_NANOS : startup.limits.tickNanos();
    idle = wait == IDLE_NANOS;
    try {
      startup.adapter.processEvents(wait);
      failures = 0;
    } catch (Throwable e) {
      failed(e);
    } finally {
      idle = false;
    }
  }

  private void failed(Throwable cause) {
    startup.log.warn("the adapter threw from processEvents", cause);
    if (++failures == MAX_FAILURES) {
      startup.fail(new AdapterException(AdapterError.ADAPTER_FAILED, RouteReason.PROVIDER_FAILED,
          "processEvents failed " + MAX_FAILURES + " times in a row, last with " + cause, cause));
    }
    LockSupport.parkNanos(Math.min(failures, MAX_PAUSES) * PAUSE_NANOS);
  }
}
