package org.sanswitch.provider.hal;

import java.net.InetSocketAddress;
import java.util.List;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/** An adapter that remembers whether somebody who waits in it would be woken; nothing else of it is called. */
final class SleepyAdapter implements SanAdapter {

  static final BoundedLog LOG = new BoundedLog(System.getLogger("stress"), "stress");

  private static final AdapterInfo INFO =
      new AdapterInfo("sleepy", "1", 4096, 0, 8, 8, 0, false, 1);

  /** Guard: volatile. */
  volatile boolean woken;

  @Override
  public AdapterInfo info() {
    return INFO;
  }

  @Override
  public void open(AdapterHandler handler) {
    throw new IllegalStateException("is not opened");
  }

  @Override
  public List<ServedAddress> addresses() {
    return List.of();
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) {
    throw new IllegalStateException("does not listen");
  }

  @Override
  public QueuePair createQueuePair(Object context) {
    throw new IllegalStateException("has no queue pairs");
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    return 0;
  }

  @Override
  public void wakeup() {
    woken = true;
  }

  @Override
  public void close() {
    throw new IllegalStateException("is not open");
  }
}
