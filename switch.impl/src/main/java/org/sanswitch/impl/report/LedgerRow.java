package org.sanswitch.impl.report;

import java.util.HashSet;
import java.util.Set;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.TrafficCounter;

/** Counts of one route and reason: the sums of closed connections, and the live counters. */
final class LedgerRow {

  /** Guard: this. */
  private final Set<ByteCounter> live = new HashSet<>();

  /** Guard: this. */
  private long connected;

  /** Guard: this. */
  private long accepted;

  /** Guard: this. */
  private long sent;

  /** Guard: this. */
  private long received;

  synchronized TrafficCounter open(boolean byAccept) {
    if (byAccept) {
      accepted++;
    } else {
      connected++;
    }
    ByteCounter counter = new ByteCounter(this);
    live.add(counter);
    return counter;
  }

  synchronized void close(ByteCounter counter) {
    if (live.remove(counter)) {
      sent += counter.sentBytes();
      received += counter.receivedBytes();
    }
  }

  /** Counts bytes of a counter that was closed already. */
  synchronized void late(long bytesSent, long bytesReceived) {
    sent += bytesSent;
    received += bytesReceived;
  }

  synchronized RouteCount count(String provider, RouteReason reason) {
    long sentNow = sent;
    long receivedNow = received;
    for (ByteCounter counter : live) {
      sentNow += counter.sentBytes();
      receivedNow += counter.receivedBytes();
    }
    return new RouteCount(provider, reason, connected, accepted, sentNow, receivedNow);
  }
}
