package org.sanswitch.impl.simulation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sanswitch.impl.core.ControlWork;
import org.sanswitch.impl.provider.BoundedWork;

/** Work of a switch as steps of a timeline; who waits makes the steps of all others meanwhile. */
final class SteppedWork implements ControlWork, BoundedWork {

  private static final long MOST_DELAY = TimeUnit.MICROSECONDS.toNanos(200);

  private final Timeline timeline;
  private final SimulatedProcess process;
  private boolean stopped;
  private int waits;

  SteppedWork(Timeline timeline, SimulatedProcess process) {
    this.timeline = timeline;
    this.process = process;
  }

  /** {@return whether somebody waits: a step of this process is not at its end} */
  boolean isWaiting() {
    return waits > 0;
  }

  @Override
  public void execute(Runnable task) {
    if (!stopped) {
      timeline.within(MOST_DELAY, process, "control", () -> runUnlessStopped(task));
    }
  }

  @Override
  public void later(Runnable task, long delayMillis) {
    if (!stopped) {
      timeline.after(TimeUnit.MILLISECONDS.toNanos(delayMillis), process, "timer",
          () -> runUnlessStopped(task));
    }
  }

  @Override
  public void every(Runnable task, long periodMillis) {
    later(() -> {
      task.run();
      every(task, periodMillis);
    }, periodMillis);
  }

  private void runUnlessStopped(Runnable task) {
    if (!stopped) {
      task.run();
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public CountDownLatch start(String name, Runnable task) {
    CountDownLatch ended = new CountDownLatch(1);
    timeline.within(MOST_DELAY, process, name, () -> {
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
    waits++;
    try {
      timeline.runUntil(() -> latch.getCount() == 0, timeline.now() + Math.max(0, nanos));
    } finally {
      waits--;
    }
    return latch.getCount() == 0;
  }
}
