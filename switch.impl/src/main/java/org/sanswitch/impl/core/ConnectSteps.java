package org.sanswitch.impl.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.routing.Candidate;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.SwitchCore;

/**
 * The steps of a connection attempt: the candidates one after the other, the same one again while
 * the peer's backlog is full (CON-5), each within the bound of the SAN. All fields without a guard
 * of their own belong to whoever makes the steps: one thread at a time.
 */
final class ConnectSteps {

  private final ConnectContext context;
  private final InetSocketAddress remote;
  private final List<Candidate> candidates;
  private final SwitchCore.Binder binder;
  private final Runnable signal;
  private final long boundNanos;
  private final long deadline;
  private final Backoff backoff = new Backoff();
  private int index;
  private long retryAt;
  private long sanDeadline;

  /** Guard: volatile; written by whoever makes the steps. */
  private volatile @Nullable SanTry current;

  /** Guard: volatile; written by whoever makes the steps. */
  private volatile long nextStep;

  /**
   * Makes the steps of one attempt.
   *
   * @param boundNanos how long the SAN may take, waiting for room in a backlog apart
   * @param timeoutNanos how long the attempt may take in all
   */
  ConnectSteps(ConnectContext context, InetSocketAddress remote, List<Candidate> candidates,
      SwitchCore.Binder binder, long boundNanos, long timeoutNanos, Runnable signal) {
    this.context = context;
    this.remote = remote;
    this.candidates = candidates;
    this.binder = binder;
    this.signal = signal;
    this.boundNanos = boundNanos;
    long now = now();
    this.deadline = now + timeoutNanos;
    this.retryAt = now;
    this.sanDeadline = now + boundNanos;
    // The first step is made by whoever starts the attempt: no timer may be ahead of it.
    this.nextStep = sanDeadline;
  }

  /** {@return when the next step is due if nothing happens before} */
  long nextStep() {
    return nextStep;
  }

  /** {@return whether something is under way; else it waits to try again} */
  boolean isAnswerDue() {
    return current != null;
  }

  /**
   * Looks for an answer in the provider, or waits there for it, as {@link SanTry#look}. May be called
   * by any thread.
   */
  boolean look(long nanos) {
    SanTry open = current;
    return open != null && open.look(nanos);
  }

  /** Gives up what is under way, also a stream that was not taken. May be called by any thread. */
  void abandon(RouteReason reason) {
    SanTry open = current;
    if (open != null) {
      open.abandon(new TryResult.NotThisWay(reason, "given up", false));
      if (open.result() instanceof TryResult.Established unwanted) {
        unwanted.stream().reset(EndReason.CANCELLED);
      }
    }
  }

  /** {@return how the attempt ended, or null if it waits} */
  ConnectAttempt.@Nullable Outcome step() {
    while (true) {
      if (current == null) {
        if (retryAt - now() > 0) {
          nextStep = retryAt;
          return null;
        }
        ConnectAttempt.Outcome failure = begin();
        if (failure != null) {
          return failure;
        }
      }
      SanTry open = Objects.requireNonNull(current);
      open.drive();
      if (open.result() == null && sanDeadline - now() <= 0) {
        open.abandon(new TryResult.NotThisWay(RouteReason.PROVIDER_TIMED_OUT, "no answer within "
            + TimeUnit.NANOSECONDS.toMillis(boundNanos) + " ms", true));
      }
      TryResult result = open.result();
      if (result == null) {
        nextStep = sanDeadline;
        return null;
      }
      current = null;
      ConnectAttempt.Outcome how = take(result);
      if (how != null) {
        return how;
      }
    }
  }

  private ConnectAttempt.@Nullable Outcome begin() {
    Candidate candidate = candidates.get(index);
    InetSocketAddress local;
    try {
      local = binder.bind(candidate.local());
    } catch (IOException e) {
      return new ConnectAttempt.UseTcp(Route.tcp(RouteReason.PROVIDER_FAILED,
          "the TCP/IP socket cannot be bound to " + candidate.local().getHostAddress() + ": "
              + e.getMessage()));
    }
    SanTry opened = new SanTry(candidate.provider(), local, remote, context.sessions(),
        context.ledger(), signal);
    current = opened;
    opened.open();
    return null;
  }

  private ConnectAttempt.@Nullable Outcome take(TryResult result) {
    return switch (result) {
      case TryResult.Established done -> new ConnectAttempt.Connected(done.stream());
      case TryResult.Final last -> new ConnectAttempt.Failed(last.message(), last.detail());
      case TryResult.BacklogFull full -> again(full);
      case TryResult.NotThisWay other -> next(other);
    };
  }

  private ConnectAttempt.@Nullable Outcome again(TryResult.BacklogFull full) {
    long now = now();
    if (deadline - now <= 0) {
      return new ConnectAttempt.Failed("Connection timed out", full.detail());
    }
    retryAt = now + backoff.next();
    sanDeadline = retryAt + boundNanos;
    return null;
  }

  private ConnectAttempt.@Nullable Outcome next(TryResult.NotThisWay failure) {
    String name = candidates.get(index).provider().name();
    if (failure.remember()) {
      context.failures().add(name, remote, failure.reason());
    }
    index++;
    retryAt = now();
    return index < candidates.size() && sanDeadline - retryAt > 0
        ? null
        : new ConnectAttempt.UseTcp(Route.tcp(failure.reason(), name + ": " + failure.detail()));
  }

  private long now() {
    return context.nanoTime().getAsLong();
  }
}
