package org.sanswitch.impl.asynchronous;

import java.nio.channels.ShutdownChannelGroupException;
import java.util.concurrent.RejectedExecutionException;
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

    Bound(SwitchGroup group) {
      this.group = group;
    }
  }

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
    } finally {
      if (bound != before) {
        restore(before);
      }
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
