package org.sanswitch.tck.stage;

import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.spi.NetworkEvent;

/** An event object that counts. */
public final class Event implements NetworkEvent {

  private final String name;
  private final Trace trace;
  private final AtomicInteger count = new AtomicInteger();

  Event(String name, Trace trace) {
    this.name = name;
    this.trace = trace;
  }

  @Override
  public void set() {
    trace.add("  up event " + name + " is set");
    count.incrementAndGet();
  }

  /** {@return how often it was set} */
  public int count() {
    return count.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
