package org.sanswitch.impl.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.spi.WspProcedureTable;

/**
 * A connection attempt: who waits for it and how it ends. Its steps are made by the thread that
 * awaits, so that the usual connect needs no hop over a thread of the switch; where none awaits, by
 * the switch's executor.
 */
final class SanConnect implements ConnectAttempt {

  private static final long FOR_EVER = Long.MAX_VALUE;

  /** A provider that comes back so often for nothing is not waited in any more. */
  private static final int MOST_FRUITLESS = 16;

  /** Longest sleep inside the provider in one go: a signal of another kind does not end it. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ConnectContext context;
  private final ConnectSteps steps;
  private final Consumer<SanConnect> ended;
  private final SerialTask task = new SerialTask(this::step);
  private final List<Thread> waiters = new CopyOnWriteArrayList<>();

  /**
   * Waits in the provider that brought nothing, in a row. Guard: volatile; several threads that await
   * may lose a count.
   */
  private volatile int fruitless;

  /** Guard: this. */
  private @Nullable Outcome outcome;

  /** Guard: this. Whether await has handed the outcome over. */
  private boolean taken;

  /** Guard: this. Who is told of the end, where nobody awaits it. */
  private @Nullable Runnable told;

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
          sleep(Math.min(left, untilStep));
        } else if (!task.request()) {
          Thread.yield();
        }
      }
    } finally {
      waiters.remove(self);
      tellPromptly();
      if (task.isRequested()) {
        context.executor().execute(task);
      }
    }
  }

  /**
   * Waits for a signal: awake at first, where an answer is due soon, and then asleep. What comes over
   * the connection itself is waited for in the provider, so that no other thread wakes first; a
   * virtual thread must not block there.
   */
  private void sleep(long nanos) {
    if (steps.isAnswerDue() && context.awake().until(this::look, nanos)) {
      return;
    }
    boolean inProvider = !Thread.currentThread().isVirtual() && fruitless < MOST_FRUITLESS;
    if (inProvider && steps.look(Math.min(nanos, SLICE_NANOS))) {
      fruitless = isSignalled() ? 0 : fruitless + 1;
    } else if (!steps.look(WspProcedureTable.NOTIFY) || !isSignalled()) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private boolean look() {
    steps.look(WspProcedureTable.POLL);
    return isSignalled();
  }

  private boolean isSignalled() {
    return task.isRequested() || over || Thread.currentThread().isInterrupted();
  }

  /** Where nobody awaits any more, or not yet, the provider has to tell by itself. */
  private void tellPromptly() {
    if (!over && waiters.isEmpty()) {
      var _ = steps.look(WspProcedureTable.NOTIFY);
    }
  }

  private synchronized @Nullable Outcome takeOutcome() {
    taken |= outcome != null;
    return outcome;
  }

  @Override
  public void whenEnded(Runnable listener) {
    boolean ended;
    synchronized (this) {
      ended = outcome != null;
      told = over ? null : listener;
    }
    if (ended) {
      listener.run();
    }
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
      told = null;
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
    } else {
      tellPromptly();
    }
  }

  private void finish(Outcome how) {
    boolean wanted;
    Runnable listener;
    synchronized (this) {
      wanted = !over;
      if (wanted) {
        outcome = how;
        over = true;
      }
      listener = told;
      told = null;
    }
    if (wanted) {
      ended.accept(this);
      waiters.forEach(LockSupport::unpark);
      if (listener != null) {
        listener.run();
      }
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
