package org.sanswitch.itests.adapter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.memory.BufferVector;

/**
 * The operations of one queue pair that are under way, and the messages that have arrived for it.
 * Guard of all but the counts: the adapter's lock.
 */
final class Operations {

  /** Messages that wait at a receiver which has no receive posted; more wait at the sender. */
  private static final int RING = 4;

  /** A message on its way: registered memory is read when it moves, other memory was copied. */
  record Send(long id, BufferVector pieces, byte[] copy) {

    byte[] bytes() {
      if (copy != null) {
        return copy;
      }
      byte[] bytes = new byte[pieces.totalLength()];
      pieces.copyTo(MemorySegment.ofArray(bytes), 0);
      return bytes;
    }

    void release() {
      for (int i = 0; copy == null && i < pieces.count(); i++) {
        ((Registration) pieces.region(i)).release();
      }
    }
  }

  /** A buffer for one message. */
  record Receive(long id, Registration region, long offset, int length) {}

  final AtomicInteger sendsUnderWay = new AtomicInteger();
  final AtomicInteger receivesUnderWay = new AtomicInteger();
  final MemoryCompletionQueue completions;

  private final ArrayDeque<Send> sends = new ArrayDeque<>();
  private final ArrayDeque<Receive> receives = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();

  Operations(MemoryCompletionQueue completions) {
    this.completions = completions;
  }

  void add(Send send) {
    sendsUnderWay.incrementAndGet();
    sends.add(send);
  }

  void add(Receive receive) {
    receivesUnderWay.incrementAndGet();
    receives.add(receive);
  }

  boolean hasArrived() {
    return !arrived.isEmpty();
  }

  /** Moves what can move from this end to the other. */
  void pumpTo(Operations peer) {
    peer.deliver();
    while (!sends.isEmpty() && peer.arrived.size() < RING) {
      Send send = sends.remove();
      byte[] message = send.bytes();
      complete(send, AdapterError.OK, message.length);
      peer.arrived.add(message);
      peer.deliver();
    }
  }

  /** Gives what has arrived to the receives that are posted, in order. */
  void deliver() {
    while (!arrived.isEmpty() && !receives.isEmpty()) {
      byte[] message = arrived.remove();
      Receive receive = receives.remove();
      boolean fits = message.length <= receive.length;
      if (fits) {
        MemorySegment.copy(message, 0, receive.region.segment(), ValueLayout.JAVA_BYTE,
            receive.offset, message.length);
      }
      complete(receive, fits ? AdapterError.OK : AdapterError.MESSAGE_SIZE,
          fits ? message.length : 0);
    }
  }

  /** Completes what is left with an error. */
  void end(AdapterError error) {
    while (!sends.isEmpty()) {
      complete(sends.remove(), error, 0);
    }
    while (!receives.isEmpty()) {
      complete(receives.remove(), error, 0);
    }
  }

  private void complete(Send send, AdapterError error, int bytes) {
    send.release();
    completions.add(send.id, error, bytes, sendsUnderWay::decrementAndGet);
  }

  private void complete(Receive receive, AdapterError error, int bytes) {
    receive.region.release();
    completions.add(receive.id, error, bytes, receivesUnderWay::decrementAndGet);
  }
}
