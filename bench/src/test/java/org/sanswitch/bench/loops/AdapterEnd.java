package org.sanswitch.bench.loops;

import java.lang.foreign.MemorySegment;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** A queue pair with its receives posted. */
final class AdapterEnd {

  private static final int RECEIVES = 16;
  private static final long SEND = RECEIVES;

  final QueuePair queuePair;
  private final int length;
  private final MemoryRegion region;
  private final BufferVector vector = new BufferVector();
  private final CompletionQueue.Sink sink = this::completed;
  private final Bound bound = new Bound();
  private int sent;
  private int received;
  private long last;

  AdapterEnd(QueuePair queuePair, int length) throws AdapterException {
    this.queuePair = queuePair;
    this.length = length;
    region = queuePair.allocate((long) length * RECEIVES);
    for (int i = 0; i < RECEIVES; i++) {
      post(i);
    }
  }

  private void post(long id) {
    ok(queuePair.postReceive(id, region, id * length, length), "a receive");
  }

  private static void ok(AdapterError error, String what) {
    if (error != AdapterError.OK) {
      throw new IllegalStateException(what + " was answered by " + error);
    }
  }

  private void completed(long id, AdapterError error, int bytes) {
    ok(error, id == SEND ? "completion of a send" : "completion of a receive");
    if (id == SEND) {
      sent++;
    } else {
      received++;
      last = id;
    }
  }

  void send(Message message) {
    vector.clear();
    vector.add(message.segment(), 0, length, null);
    ok(queuePair.postSend(SEND, vector), "a send");
  }

  /** Polls until a message has come, and posts its receive again. */
  void receive() {
    int before = received;
    while (received == before) {
      poll();
    }
    bound.reset();
    post(last);
  }

  /** Polls until the sends are complete. */
  void awaitSent(int count) {
    while (sent < count) {
      poll();
    }
    bound.reset();
    sent = 0;
  }

  private void poll() {
    if (queuePair.completions().poll(sink, RECEIVES) == 0) {
      bound.tried("a completion");
    }
  }

  MemorySegment lastReceived() {
    return region.segment().asSlice(last * length, length);
  }
}
