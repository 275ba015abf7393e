package org.sanswitch.impl.provider;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedThreadsTest {

  private final AtomicReference<Thread> kept = new AtomicReference<>();

  /** A task with something of its own; a method, so that no local variable keeps that. */
  private WeakReference<Object> startWith(CountDownLatch[] ended) {
    Object provider = new Object();
    ended[0] = BoundedWork.THREADS.start("bounded", () -> {
      kept.set(Thread.currentThread());
      provider.hashCode();
    });
    return new WeakReference<>(provider);
  }

  /** Whoever keeps the thread, as a framework may, does not keep a provider with it. */
  @Test
  void aThreadThatHasEndedKeepsNothingOfItsTask() throws InterruptedException {
    CountDownLatch[] ended = new CountDownLatch[1];
    WeakReference<Object> provider = startWith(ended);
    ended[0].await();
    kept.get().join();
    while (!provider.refersTo(null)) {
      System.gc();
      Thread.onSpinWait();
    }
  }

  @Test
  void aTaskThatThrowsHasEnded() throws InterruptedException {
    CountDownLatch ended = BoundedWork.THREADS.start("bounded", () -> {
      throw new IllegalStateException("as a provider may");
    });
    assertTrue(ended.await(30, TimeUnit.SECONDS));
  }
}
