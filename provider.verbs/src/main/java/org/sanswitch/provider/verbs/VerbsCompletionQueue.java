package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sanswitch.hal.CompletionQueue;

/**
 * The completions of one queue pair. Whoever polls takes them from the device; whoever sleeps does so
 * in the completion channel, which the event thread watches for those that have armed the queue.
 *
 * <p>The device is asked for an event, looked at once more, and only then slept on, so that nothing
 * is missed. An event that one of the two sleepers takes is passed on to the other.
 */
final class VerbsCompletionQueue implements CompletionQueue {

  /** Most that are told in one go without a look at the device. */
  private static final int TOLD = 64;

  /** Polls in a row that find nothing before sends that have not asked are asked for. */
  private static final int PATIENCE = 128;

  /** An interrupt does not end a sleep in the kernel, so it is cut in slices. */
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int DESCRIPTORS = 2;

  private final VerbsLibrary verbs;
  private final SendQueue sends;
  private final ReceiveQueue receives;
  private final Completions completions;
  private final long queue;
  private final long channel;
  private final int channelFd;
  private final Runnable ready;
  private final EventLoop loop;
  private final EventLoop.Watch watch;

  /** Taken before the locks of the two queues; never held when the caller's sink is called. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Used by the one who polls. */
  private final CompletionRing told = new CompletionRing(TOLD);
  /** Used by the one who polls. */
  private int emptyPolls;

  /** Guard: lock. The completion must be told to the handler. */
  private boolean armed;
  /** Guard: lock. A thread is in await. */
  private boolean sleeping;
  /** Guard: lock. The next await ends at once. */
  private boolean woken;
  /** Guard: lock. The device has no queue pair any more. */
  private boolean ended;
  /** Guard: lock. Everything is given back. */
  private boolean released;
  /** Guard: lock. Made when it is needed first; -1 until then. */
  private int wakeFd = -1;

  /** Used by the one who awaits. */
  private final MemorySegment descriptors =
      Arena.ofAuto().allocate((long) DESCRIPTORS * Libc.POLL_BYTES, Long.BYTES);
  /** Used by the one who awaits. */
  private final MemorySegment state = Libc.newState(Arena.ofAuto());

  /**
   * Makes the queue.
   *
   * @param queue of the device
   * @param channel of the device
   * @param ready is run in the event thread when the queue was armed and has something now
   * @throws IOException if the channel cannot be watched
   */
  VerbsCompletionQueue(
      VerbsLibrary verbs, SendQueue sends, ReceiveQueue receives, Completions completions,
      long queue, long channel, EventLoop loop, Runnable ready) throws IOException {
    this.verbs = verbs;
    this.sends = sends;
    this.receives = receives;
    this.completions = completions;
    this.queue = queue;
    this.channel = channel;
    this.channelFd = Raw.getInt(channel + VerbsLayout.CHANNEL_FD);
    this.loop = loop;
    this.ready = ready;
    this.watch = loop.register(channelFd, false, this::channelReady);
  }

  /** {@return the completion queue of the device} */
  long handle() {
    return queue;
  }

  @Override
  public int poll(Sink sink, int max) {
    int all = 0;
    while (all < max) {
      int count = take(Math.min(max - all, TOLD));
      if (count == 0) {
        break;
      }
      for (int i = 0; i < count; i++) {
        long id = told.id();
        var error = told.error();
        int bytes = told.bytes();
        told.take();
        sink.completed(id, error, bytes);
      }
      all += count;
    }
    return all;
  }

  private int take(int max) {
    lock.lock();
    try {
      if (completions.ring().isEmpty()) {
        fill();
      }
      int count = completions.ring().moveTo(told, max);
      if (count > 0) {
        emptyPolls = 0;
      } else if (++emptyPolls >= PATIENCE) {
        emptyPolls = 0;
        sends.ask();
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  private void fill() {
    if (!ended) {
      completions.fill(queue);
    }
  }

  /** With the lock: {@return whether there is something to poll; if not, an event will come} */
  private boolean isReadyOrAsks() {
    fill();
    if (completions.ring().isEmpty() && !ended) {
      sends.await(true);
      var _ = verbs.requestNotification(queue);
      fill();
    }
    return !completions.ring().isEmpty();
  }

  /** With the lock: sends ask for a completion each only while somebody is asleep. */
  private void settle() {
    if (!armed && !sleeping) {
      sends.await(false);
    }
  }

  @Override
  public boolean arm() {
    lock.lock();
    try {
      if (isReadyOrAsks()) {
        settle();
        return false;
      }
      armed = true;
      if (!ended) {
        watch.once();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The channel has an event, or had one that somebody else has taken; in the event thread. */
  private void channelReady() {
    boolean tell = false;
    lock.lock();
    try {
      if (released) {
        return;
      }
      takeEvents();
      signalSleeper();
      if (armed) {
        tell = isReadyOrAsks();
        if (tell) {
          armed = false;
          settle();
        } else if (!ended) {
          watch.once();
        }
      }
    } finally {
      lock.unlock();
    }
    if (tell) {
      ready.run();
    }
  }

  /** With the lock: takes all events of the channel. {@return whether there was one} */
  private boolean takeEvents() {
    int count = 0;
    while (verbs.getCompletionEvent(channel) == 0) {
      count++;
    }
    if (count > 0) {
      verbs.acknowledgeCompletionEvents(queue, count);
    }
    return count > 0;
  }

  private void signalSleeper() {
    if (sleeping && wakeFd >= 0) {
      Libc.signal(wakeFd);
    }
  }

  @Override
  public void await(long nanos) {
    if (!beginSleep()) {
      return;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(nanos, SLICE) + 999_999);
    if (!Thread.currentThread().isInterrupted()) {
      var _ = Libc.poll(state, descriptors.address(), DESCRIPTORS, (int) millis);
    }
    endSleep();
  }

  private boolean beginSleep() {
    lock.lock();
    try {
      if (woken || released || isReadyOrAsks()) {
        woken = false;
        settle();
        return false;
      }
      if (wakeFd < 0) {
        wakeFd = Libc.eventDescriptor();
      }
      if (wakeFd < 0) {
        return false;
      }
      sleeping = true;
      // The channel of a device that is gone is ready for ever; a negative one is left out.
      descriptor(0, ended ? -1 : channelFd);
      descriptor(1, wakeFd);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void descriptor(int index, int fd) {
    long at = descriptors.address() + (long) index * Libc.POLL_BYTES;
    Raw.putInt(at, fd);
    Raw.putInt(at + Integer.BYTES, Libc.POLL_IN);
  }

  private void endSleep() {
    lock.lock();
    try {
      sleeping = false;
      woken = false;
      if (released) {
        return;
      }
      Libc.clear(wakeFd);
      if (takeEvents() && armed) {
        // The event thread may have missed the event that was taken here.
        loop.later(this::channelReady);
      }
      settle();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    lock.lock();
    try {
      woken = true;
      signalSleeper();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The connection has ended without the help of the device: takes what the device has, lets its
   * queue pair be destroyed, and completes the rest.
   *
   * @param destroy destroys it
   */
  void end(Runnable destroy) {
    boolean tell;
    lock.lock();
    try {
      if (ended) {
        return;
      }
      fill();
      sends.detach();
      receives.detach();
      destroy.run();
      ended = true;
      completions.flush();
      signalSleeper();
      tell = armed && !completions.ring().isEmpty();
      armed &= !tell;
    } finally {
      lock.unlock();
    }
    if (tell) {
      loop.execute(ready);
    }
  }

  /** {@return whether sends are under way still} Has them told complete. */
  boolean isSending() {
    lock.lock();
    try {
      if (ended || released) {
        return false;
      }
      fill();
      sends.ask();
      return sends.work().isUnderWay();
    } finally {
      lock.unlock();
    }
  }

  /** Gives everything back; nobody is inside, but for the event thread. */
  void release() {
    lock.lock();
    try {
      if (released) {
        return;
      }
      released = true;
      watch.end();
      var _ = takeEvents();
      var _ = verbs.destroyCompletionQueue(queue);
      var _ = verbs.destroyCompletionChannel(channel);
      if (wakeFd >= 0) {
        Libc.close(wakeFd);
      }
    } finally {
      lock.unlock();
    }
  }
}
