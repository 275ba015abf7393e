package org.sanswitch.itests.adapter;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;

/** Completions of one queue pair. Lock order: the link's lock, then this one's. */
final class MemoryCompletionQueue implements CompletionQueue {

  /** How an operation ended; {@code taken} gives its place in the queue pair free. */
  private record Completion(long id, AdapterError error, int bytes, Runnable taken) {}

  private final MemoryAdapter adapter;
  private final MemoryQueuePair queuePair;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();

  /** Guard: lock. */
  private final ArrayDeque<Completion> completions = new ArrayDeque<>();

  /** Guard: lock. */
  private boolean armed;

  /** Guard: lock. */
  private boolean woken;

  MemoryCompletionQueue(MemoryAdapter adapter, MemoryQueuePair queuePair) {
    this.adapter = adapter;
    this.queuePair = queuePair;
  }

  void add(long id, AdapterError error, int bytes, Runnable taken) {
    lock.lock();
    try {
      completions.add(new Completion(id, error, bytes, taken));
      something.signalAll();
      if (armed) {
        armed = false;
        adapter.tell(handler -> {
          if (!queuePair.isClosed()) {
            handler.completionsReady(queuePair);
          }
        });
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int poll(Sink sink, int max) {
    int taken = 0;
    while (taken < max) {
      Completion completion = next();
      if (completion == null) {
        break;
      }
      completion.taken.run();
      taken++;
      sink.completed(completion.id, completion.error, completion.bytes);
    }
    return taken;
  }

  private Completion next() {
    lock.lock();
    try {
      return completions.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean arm() {
    lock.lock();
    try {
      armed = completions.isEmpty();
      return armed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void await(long nanos) {
    lock.lock();
    try {
      long end = System.nanoTime() + nanos;
      while (completions.isEmpty() && !woken && end - System.nanoTime() > 0) {
        something.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      woken = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    lock.lock();
    try {
      woken = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
