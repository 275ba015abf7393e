package org.sanswitch.provider.hal.loopback;

import java.util.concurrent.atomic.AtomicInteger;

/** Notes calls that are inside at the same time, or after the close, where that is forbidden. */
final class CallGuard {

  private static final int CLOSED = Integer.MIN_VALUE / 2;

  private final LoopbackAdapter adapter;
  private final String name;
  private final boolean single;
  private final AtomicInteger inside = new AtomicInteger();

  CallGuard(LoopbackAdapter adapter, String name, boolean single) {
    this.adapter = adapter;
    this.name = name;
    this.single = single;
  }

  void enter() {
    int before = inside.getAndIncrement();
    if (before < 0) {
      adapter.violations.add(name + " after close");
    } else if (single && before > 0) {
      adapter.violations.add("two threads in " + name);
    }
  }

  void exit() {
    inside.decrementAndGet();
  }

  void close() {
    if (inside.getAndAdd(CLOSED) != 0) {
      adapter.violations.add("close with a thread in " + name);
    }
  }
}
