package org.sanswitch.provider.hal;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The progress thread of a started adapter: lets it handle its events while no thread of the switch does
 * ({@link Turn}), and looks after the sockets on the watch list each tick. It sleeps for long while the
 * list is empty.
 */
final class Progress implements Runnable {

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MAX_PAUSES = 10;
  private static final int MAX_FAILURES = 100;

  private final Startup startup;
  private final Thread thread;

  /** Whose turn it is to process the adapter's events. */
  final Turn turn;

  /** The sockets to look after. */
  final WatchList watchList = new WatchList(this::wakeup);

  /** Guard: written by the progress thread. It sleeps for long, or is about to. */
  private volatile boolean idle;

  /** Guard: written by the progress thread. Somebody else drives: it does not sleep in the adapter. */
  private volatile boolean attending;

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
    this.turn = new Turn(startup.adapter, startup.log, this::recall);
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

  /** {@return whether the calling thread is inside a callback of the adapter} */
  boolean isInside() {
    return isCurrentThread() || turn.isInside();
  }

  /** Somebody asks for prompt upcalls; what this thread asks for by itself does not count. */
  void asked() {
    if (!isCurrentThread()) {
      turn.asked();
    }
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
    turn.close();
    LockSupport.unpark(thread);
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
    return !thread.isAlive() && turn.awaitEmpty(Math.max(end - System.nanoTime(), 0));
  }

  /** Has the thread go round without waiting. */
  void hurry() {
    hurry = true;
  }

  /** The thread itself needs none: inside the adapter it handles an event, and then looks at the list. */
  private void wakeup() {
    if (idle && !isCurrentThread()) {
      if (attending) {
        LockSupport.unpark(thread);
      } else {
        startup.adapter.wakeup();
      }
    }
  }

  /** Whoever drove does so no longer, or sleeps no longer. */
  private void recall() {
    if (idle || !turn.isDriven()) {
      LockSupport.unpark(thread);
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
    boolean driven = turn.isDriven();
    attending = driven;
    // Before it looks at the list; who lists a socket, or stops to drive, does it the other way.
    idle = true;
    boolean quiet = watchList.isEmpty() && (!driven || turn.isWatched());
    long wait = hurry ? 0 : quiet ? IDLE_NANOS : startup.limits.tickNanos();
    idle = wait == IDLE_NANOS;
    if (driven) {
      attend(wait);
    } else {
      processEvents(wait);
    }
    idle = false;
    long now = System.nanoTime();
    if (hurry || now - lastTick >= startup.limits.tickNanos()) {
      hurry = false;
      lastTick = now;
      turn.tick();
      watchList.tick(now);
    }
  }

  private void attend(long wait) {
    if (wait > 0 && turn.isDriven() && !stopped) {
      LockSupport.parkNanos(turn, wait);
    }
  }

  private void processEvents(long wait) {
    boolean mine = turn.threadEnters() && turn.inside.tryLock();
    try {
      if (mine) {
        startup.adapter.processEvents(wait);
        failures = 0;
      }
    } catch (Throwable e) {
      failed(e);
    } finally {
      if (mine) {
        turn.inside.unlock();
      }
      turn.threadLeaves();
    }
    if (!mine && !turn.isDriven()) {
      // Whoever lost its turn is not out yet.
      LockSupport.parkNanos(turn, startup.limits.tickNanos());
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
