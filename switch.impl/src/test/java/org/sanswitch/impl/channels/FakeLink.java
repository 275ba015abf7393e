package org.sanswitch.impl.channels;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sanswitch.api.Route;

/** A connection in memory: two streams, one lock. */
final class FakeLink {

  static final int WINDOW = 256 * 1024;
  static final Route ROUTE = Route.san("fake");
  static final AtomicLong IDS = new AtomicLong();

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  final FakeStream client;
  final FakeStream server;

  FakeLink(InetSocketAddress clientAddress, InetSocketAddress serverAddress) {
    client = new FakeStream(this, clientAddress, serverAddress);
    server = new FakeStream(this, serverAddress, clientAddress);
  }

  FakeStream peerOf(FakeStream stream) {
    return stream == client ? server : client;
  }

  /** Something has changed: wakes who waits, and tells both listeners. Called without the lock. */
  void changed() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    client.tell();
    server.tell();
  }
}
