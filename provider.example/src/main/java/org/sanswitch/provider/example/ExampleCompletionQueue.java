package org.sanswitch.provider.example;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;

/** The completions of one queue pair, in the order in which they happened. */
final class ExampleCompletionQueue implements CompletionQueue {

  /** How an operation ended; {@code release} gives back what it held, and is run when it is taken. */
  private record Completion(long id, AdapterError error, int bytes, Runnable release) {}

  private final ExampleAdapter adapter;
  private final ExampleQueuePair queuePair;
  private final Condition changed;

  /** Guard: the adapter's lock. */
  private final ArrayDeque<Completion> completions = new ArrayDeque<>();

  /** Guard: the adapter's lock. The next completion must be told to the handler. */
  private boolean armed;

  /** Guard: the adapter's lock. Somebody wants the next await to end. */
  private boolean woken;

  /** Guard: written under the adapter's lock; volatile so that an empty poll costs one load. */
  private volatile boolean ready;

  ExampleCompletionQueue(ExampleAdapter adapter, ExampleQueuePair queuePair) {
    this.adapter = adapter;
    this.queuePair = queuePair;
    this.changed = adapter.lock.newCondition();
  }

  /** Under the adapter's lock: an operation is complete. */
  void add(long id, AdapterError error, int bytes, Runnable release) {
    completions.add(new Completion(id, error, bytes, release));
    ready = true;
    changed.signalAll();
    if (armed) {
      armed = false;
      adapter.tell(queuePair::isOpen, handler -> handler.completionsReady(queuePair));
    }
  }

  /** The sink may post again, so it is called without the lock. */
  @Override
  public int poll(Sink sink, int max) {
    int taken = 0;
    while (taken < max && ready) {
      Completion completion = take();
      if (completion == null) {
        break;
      }
      taken++;
      sink.completed(completion.id, completion.error, completion.bytes);
    }
    return taken;
  }

  /** Memory is released before the completion is seen (CLO-3). */
  private @Nullable Completion take() {
    adapter.lock.lock();
    try {
      Completion completion = completions.poll();
      ready = !completions.isEmpty();
      if (completion != null) {
        completion.release.run();
      }
      return completion;
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public boolean arm() {
    adapter.lock.lock();
    try {
      if (ready) {
        return false;
      }
      armed = true;
      return true;
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public void await(long nanos) {
    adapter.lock.lock();
    try {
      long left = nanos;
      while (!ready && !woken && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public void wake() {
    adapter.lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      adapter.lock.unlock();
    }
  }
}
