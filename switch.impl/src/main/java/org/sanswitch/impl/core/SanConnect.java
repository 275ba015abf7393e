package org.sanswitch.impl.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.ConnectAttempt;

/**
 * A connection attempt: who waits for it and how it ends. Its steps are made by the thread that
 * awaits, so that the usual connect needs no hop over a thread of the switch; where none awaits, by
 * the switch's executor.
 */
final class SanConnect implements ConnectAttempt {

  private static final long FOR_EVER = Long.MAX_VALUE;

  private final ConnectContext context;
  private final ConnectSteps steps;
  private final Consumer<SanConnect> ended;
  private final SerialTask task = new SerialTask(this::step);
  private final List<Thread> waiters = new CopyOnWriteArrayList<>();

  /** Guard: this. */
  private @Nullable Outcome outcome;

  /** Guard: this. Whether await has handed the outcome over. */
  private boolean taken;

  /** Guard: this for writing, volatile for reading; goes from false to true once. */
  private volatile boolean over;

  /**
   * Makes an attempt.
   *
   * @param steps makes the steps, given what they signal to
   * @param ended is told once when the attempt is over
   */
  SanConnect(ConnectContext context, Function<Runnable, ConnectSteps> steps,
      Consumer<SanConnect> ended) {
    this.context = context;
    this.steps = steps.apply(this::signal);
    this.ended = ended;
  }

  /** Makes the first step in the calling thread. */
  void start() {
    task.requestHere();
  }

  @Override
  public @Nullable Outcome await(long nanos) {
    long begin = context.nanoTime().getAsLong();
    Thread self = Thread.currentThread();
    waiters.add(self);
    try {
      while (true) {
        task.run();
        Outcome how = takeOutcome();
        if (how != null || over || self.isInterrupted()) {
          return how;
        }
        long now = context.nanoTime().getAsLong();
        long left = nanos == FOR_EVER ? FOR_EVER : nanos - (now - begin);
        if (left <= 0) {
          return null;
        }
        long untilStep = steps.nextStep() - now;
        if (untilStep > 0) {
          LockSupport.parkNanos(this, Math.min(left, untilStep));
        } else if (!task.request()) {
          Thread.yield();
        }
      }
    } finally {
      waiters.remove(self);
      if (task.isRequested()) {
        context.executor().execute(task);
      }
    }
  }

  private synchronized @Nullable Outcome takeOutcome() {
    taken |= outcome != null;
    return outcome;
  }

  @Override
  public void cancel() {
    Outcome unwanted;
    boolean first;
    synchronized (this) {
      first = !over;
      over = true;
      unwanted = taken ? null : outcome;
      // What is reset below must not be handed over by a later await.
      outcome = null;
      taken = true;
    }
    if (first) {
      ended.accept(this);
    }
    steps.abandon(RouteReason.PROVIDER_TIMED_OUT);
    reset(unwanted);
    waiters.forEach(LockSupport::unpark);
  }

  /** The switch stops: whoever waits is sent to TCP/IP. */
  void stop(Route route) {
    finish(new UseTcp(route));
    steps.abandon(route.reason());
  }

  /** Signals if the time for the next step has come and nobody awaits it. */
  void signalIfDue() {
    if (steps.nextStep() - context.nanoTime().getAsLong() <= 0) {
      signal();
    }
  }

  private void signal() {
    if (!task.request()) {
      return;
    }
    if (waiters.isEmpty()) {
      context.executor().execute(task);
    } else {
      waiters.forEach(LockSupport::unpark);
    }
  }

  private void step() {
    if (over) {
      return;
    }
    Outcome how = steps.step();
    if (how != null) {
      finish(how);
    } else if (over) {
      // Cancelled in the middle of the step: what the step has opened was not there to be closed.
      steps.abandon(RouteReason.PROVIDER_TIMED_OUT);
    }
  }

  private void finish(Outcome how) {
    boolean wanted;
    synchronized (this) {
      wanted = !over;
      if (wanted) {
        outcome = how;
        over = true;
      }
    }
    if (wanted) {
      ended.accept(this);
      waiters.forEach(LockSupport::unpark);
    } else {
      reset(how);
    }
  }

  private static void reset(@Nullable Outcome unwanted) {
    if (unwanted instanceof Connected connected) {
      connected.stream().reset(EndReason.CANCELLED);
    }
  }
}
