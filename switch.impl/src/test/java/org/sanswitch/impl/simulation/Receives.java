package org.sanswitch.impl.simulation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/** The posted receives of one socket, what has arrived for them, and what is to be told of them. */
final class Receives {

  /** Greatest message that may come before receives are posted (ACC-3). */
  private static final int MOST_EARLY = 256;

  /** An upcall to be made. */
  record Completion(Overlapped overlapped, WsaError status, int bytes) {}

  private record Posted(Memory.Region region, long offset, int length, Overlapped overlapped) {}

  private final Deque<Posted> posted = new ArrayDeque<>();
  private final Deque<Message> arrived = new ArrayDeque<>();
  private final Deque<Completion> completions = new ArrayDeque<>();
  private boolean negotiated;

  int posted() {
    return posted.size();
  }

  boolean hasArrived() {
    return !arrived.isEmpty();
  }

  boolean hasCompletions() {
    return !completions.isEmpty();
  }

  Completion nextCompletion() {
    return completions.poll();
  }

  void post(Memory.Region region, long offset, int length, Overlapped overlapped) {
    region.use();
    posted.add(new Posted(region, offset, length, overlapped));
    match();
  }

  /**
   * Takes a message.
   *
   * @return what the switch at the other end has done wrong, or null
   */
  String arrived(Message message) {
    arrived.add(message);
    match();
    if (arrived.isEmpty()) {
      return null;
    }
    int length = message.bytes().length;
    return negotiated || arrived.size() > 1 || length > MOST_EARLY
        ? "message of " + length + " bytes, type " + message.type() + ", without a receive"
        : null;
  }

  private void match() {
    while (!arrived.isEmpty() && !posted.isEmpty()) {
      negotiated = true;
      byte[] bytes = arrived.poll().bytes();
      Posted receive = posted.poll();
      WsaError status = WsaError.WSAEMSGSIZE;
      if (bytes.length <= receive.length) {
        MemorySegment.copy(bytes, 0, receive.region.segment(), ValueLayout.JAVA_BYTE,
            receive.offset, bytes.length);
        status = WsaError.NO_ERROR;
      }
      complete(receive, status, status == WsaError.NO_ERROR ? bytes.length : 0);
    }
  }

  /** Another operation is complete. */
  void tell(Overlapped overlapped, WsaError status, int bytes) {
    completions.add(new Completion(overlapped, status, bytes));
  }

  private void complete(Posted receive, WsaError status, int bytes) {
    receive.region.release();
    completions.add(new Completion(receive.overlapped, status, bytes));
  }

  /** Completes what is posted behind what has arrived. */
  void end(WsaError status) {
    if (status == WsaError.WSA_OPERATION_ABORTED) {
      arrived.clear();
    }
    posted.forEach(receive -> complete(receive, status, 0));
    posted.clear();
  }
}
