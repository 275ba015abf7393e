package org.sanswitch.impl.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Two sessions by hand whose large transfers go one way, with small sizes. */
final class LargePair {

  static final int THRESHOLD = 1_000;
  static final int MAX_SIZE = 3_000;
  static final int STAGING = 4_096;
  static final long CANCEL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  static final SessionSettings SETTINGS = settings(32, 8);

  private LargePair() {}

  static SessionSettings settings(int data, int control) {
    SessionSettings usual = SessionSettings.DEFAULTS;
    return new SessionSettings(
        data, data, control, 2_048, 16, 0, usual.negotiationNanos(), usual.closeNanos(),
        usual.acknowledgeNanos(), usual.sendNanos(), STAGING, CANCEL_NANOS);
  }

  static FakeFabric.Limits limits(TransferWay way) {
    return FakeFabric.Limits.WIDE.with(way, MAX_SIZE, THRESHOLD);
  }

  static Pair of(TransferWay way) {
    return new Pair(new FakeFabric(limits(way)), SETTINGS).connect();
  }

  /** {@return bytes that tell their places} */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >>> 8));
    }
    return bytes;
  }

  static ByteBuffer direct(int length) {
    return ByteBuffer.allocateDirect(length).put(bytes(length)).flip();
  }

  /** {@return what can be read now} */
  static byte[] read(Pair pair, SanStream stream, int most) throws IOException {
    byte[] all = new byte[most];
    int at = 0;
    for (boolean again = true; again && at < most;) {
      int n = stream.tryRead(all, at, most - at);
      at += Math.max(0, n);
      again = n > 0;
      if (n == 0) {
        again = pair.fabric.settle();
      }
    }
    return Arrays.copyOf(all, at);
  }

  /** {@return number of RDMA operations of both ends} */
  static int operations(Pair pair) {
    FakeRdma a = pair.fabric.a.rdma;
    FakeRdma b = pair.fabric.b.rdma;
    return a.reads + a.writes + b.reads + b.writes;
  }

  /** {@return bytes of staging of all sessions of one end} */
  static long staged(FakeEnd end) {
    return end.port.memory().now().stagedBytes();
  }

  /** Keeps RDMA from ending at both ends, or lets it. */
  static void hold(Pair pair, boolean on) {
    pair.fabric.lock.lock();
    try {
      for (FakeEnd end : new FakeEnd[]{pair.fabric.a, pair.fabric.b}) {
        end.rdma.held = on;
        end.rdma.advance();
      }
    } finally {
      pair.fabric.lock.unlock();
    }
  }
}
