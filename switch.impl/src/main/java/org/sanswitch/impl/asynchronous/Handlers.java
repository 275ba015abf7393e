package org.sanswitch.impl.asynchronous;

import java.nio.channels.ShutdownChannelGroupException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * On which thread a completion handler runs, by the JDK's rules: always one of the group; at once on
 * the stack of the call that began the operation if that is one of the group and has not run too many
 * handlers in a row, so that handlers that begin operations cannot overflow it.
 */
final class Handlers {

  /** Handlers in a row on one stack; the JDK's property and default. */
  static final int MOST = Integer.getInteger("sun.nio.ch.maxCompletionHandlersOnStack", 16);

  /** What a thread of a group does at the moment. All fields belong to that thread. */
  private static final class Bound {
    private final SwitchGroup group;
    private int invoked;
    private int depth;

    /** What the last handler has begun, which the thread looks for itself afterwards. */
    private @Nullable SanDirection begun;

    Bound(SwitchGroup group) {
      this.group = group;
    }
  }

  /** How long a thread goes from one handler to the next without asking for other work of the group. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Set while a thread runs handlers of ours; nothing of ours stays in threads of applications. */
  private static final ThreadLocal<@Nullable Bound> BOUND = new ThreadLocal<>();

  private Handlers() {}

  /**
   * Runs the handler of an operation that has ended in the call that began it.
   *
   * @throws ShutdownChannelGroupException if no thread of the group is left
   */
  static void invoke(SwitchGroup group, Runnable handler) {
    Bound bound = BOUND.get();
    boolean inGroup = bound != null && bound.group == group;
    if (inGroup && bound.invoked < MOST) {
      direct(bound, handler);
      return;
    }
    try {
      invokeLater(group, handler);
    } catch (ShutdownChannelGroupException e) {
      if (!inGroup) {
        throw e;
      }
      direct(bound, handler);
    }
  }

  /**
   * Has a thread of the group run a handler.
   *
   * @throws ShutdownChannelGroupException if no thread of the group is left
   */
  static void invokeLater(SwitchGroup group, Runnable handler) {
    try {
      group.execute(() -> within(group, handler));
    } catch (RejectedExecutionException e) {
      throw new ShutdownChannelGroupException();
    }
  }

  /** Runs what a thread of the group has come for: a handler, or what ends with one. */
  static void within(SwitchGroup group, Runnable handler) {
    Bound before = BOUND.get();
    Bound bound = before != null && before.group == group ? before : new Bound(group);
    if (bound != before) {
      BOUND.set(bound);
    }
    if (bound.depth == 0) {
      bound.invoked = 0;
    }
    try {
      direct(bound, handler);
      if (bound.depth == 0) {
        lookAfterwards(bound);
      }
    } finally {
      if (bound.depth == 0) {
        leaveBegun(bound);
      }
      if (bound != before) {
        restore(before);
      }
    }
  }

  /**
   * Something is pending that was begun in this thread. Where the thread will have nothing to do once its
   * handler returns, it looks for that itself: so requests and answers need no other thread. Until then
   * the session tells within about a millisecond.
   *
   * @return whether it will; else the session has to tell
   */
  static boolean looksAfterwards(SanDirection direction) {
    Bound bound = BOUND.get();
    if (bound == null || bound.group != direction.transfers().group()) {
      return false;
    }
    SanDirection before = bound.begun;
    bound.begun = direction;
    direction.transfers().watchQuietly();
    if (before != null && before != direction) {
      before.haveTold();
    }
    return true;
  }

  private static void lookAfterwards(Bound bound) {
    long start = System.nanoTime();
    SanDirection direction = bound.begun;
    while (direction != null) {
      if (System.nanoTime() - start > TURN_NANOS) {
        return;
      }
      bound.begun = null;
      bound.invoked = 0;
      direct(bound, direction::lookInGroup);
      direction = bound.begun;
    }
  }

  /** The thread goes: the session has to tell of what nobody looks for. */
  private static void leaveBegun(Bound bound) {
    SanDirection left = bound.begun;
    bound.begun = null;
    if (left != null) {
      left.haveTold();
    }
  }

  private static void restore(@Nullable Bound before) {
    if (before == null) {
      BOUND.remove();
    } else {
      BOUND.set(before);
    }
  }

  private static void direct(Bound bound, Runnable handler) {
    bound.invoked++;
    bound.depth++;
    try {
      handler.run();
    } finally {
      bound.depth--;
    }
    // As the JDK: what a handler has left of an interrupt is not for the next one.
    Thread.interrupted();
  }
}
