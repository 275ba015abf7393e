package org.sanswitch.tck.stage;

import java.net.InetSocketAddress;
import org.sanswitch.spi.ConditionFunction;

/** A condition function that notes who calls it, and when (ACC-1). */
final class Condition implements ConditionFunction {

  private final ConditionFunction inner;
  private final Trace trace;
  private final Findings findings;
  private final Thread caller = Thread.currentThread();

  /** Guard: this. */
  private int calls;

  /** Guard: this. WSPAccept has returned. */
  private boolean ended;

  Condition(ConditionFunction inner, Trace trace, Findings findings) {
    this.inner = inner;
    this.trace = trace;
    this.findings = findings;
  }

  @Override
  public Decision decide(InetSocketAddress local, InetSocketAddress remote) {
    synchronized (this) {
      calls++;
      if (ended) {
        findings.broken("ACC-1", "the condition function was called after WSPAccept had returned");
      } else if (!Thread.currentThread().equals(caller)) {
        findings.broken("ACC-1", "the condition function was called in "
            + Thread.currentThread().getName() + ", WSPAccept in " + caller.getName());
      } else if (calls > 1) {
        findings.broken("ACC-1", "the condition function was called " + calls + " times");
      }
    }
    Decision decision = inner.decide(local, remote);
    trace.add("  up condition function, " + remote + " to " + local + " = " + decision);
    return decision;
  }

  @Override
  public String toString() {
    return "condition function";
  }

  /** WSPAccept has returned. */
  synchronized void end(boolean accepted) {
    ended = true;
    if (accepted && calls == 0) {
      findings.broken("ACC-1",
          "WSPAccept returned a socket before it called the condition function");
    }
  }
}
