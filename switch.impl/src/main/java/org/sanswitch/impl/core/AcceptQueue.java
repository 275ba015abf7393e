package org.sanswitch.impl.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.session.SanStream;

/**
 * The backlog of a listening socket: places for connections that negotiate, and for those that are
 * established and were not taken (LIS-3).
 */
final class AcceptQueue {

  private final int backlog;
  private final Runnable room;

  /** Guard: this. */
  private final Queue<SanStream> ready = new ArrayDeque<>();

  /** Guard: this. Places of connections that negotiate. */
  private int reserved;

  /** Guard: this. Whether a place was refused since the last one became free. */
  private boolean refused;

  /** Guard: this; goes from false to true once. */
  private boolean closed;

  /**
   * Makes an empty queue.
   *
   * @param backlog number of places, at least 1
   * @param room is told, without a lock, when there is a place again after one was refused
   */
  AcceptQueue(int backlog, Runnable room) {
    this.backlog = backlog;
    this.room = room;
  }

  synchronized boolean reserve() {
    if (closed || reserved + ready.size() >= backlog) {
      refused = true;
      return false;
    }
    reserved++;
    return true;
  }

  void release() {
    boolean tell;
    synchronized (this) {
      reserved--;
      tell = wasRefused();
    }
    if (tell) {
      room.run();
    }
  }

  /** {@return false if the queue is closed, and then the stream is not in it} */
  synchronized boolean establish(SanStream stream) {
    reserved--;
    return !closed && ready.add(stream);
  }

  /**
   * Takes the oldest. One that the peer gave up before anything came over it is dropped: the peer
   * found the SAN too slow, and comes by TCP/IP.
   */
  @Nullable
  SanStream poll() {
    SanStream first;
    do {
      first = next();
    } while (first != null && isGivenUp(first));
    return first;
  }

  private @Nullable SanStream next() {
    SanStream first;
    boolean tell;
    synchronized (this) {
      first = ready.poll();
      tell = first != null && wasRefused();
    }
    if (tell) {
      room.run();
    }
    return first;
  }

  private static boolean isGivenUp(SanStream stream) {
    if (stream.endReason() == null || stream.available() > 0) {
      return false;
    }
    stream.reset(EndReason.LISTENER_CLOSED);
    return true;
  }

  /** {@return whether a connection negotiates} */
  synchronized boolean isNegotiating() {
    return reserved > 0;
  }

  synchronized boolean isReady() {
    return !ready.isEmpty();
  }

  /** {@return what was not taken} */
  synchronized List<SanStream> close() {
    closed = true;
    List<SanStream> left = new ArrayList<>(ready);
    ready.clear();
    return left;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private boolean wasRefused() {
    boolean was = refused && !closed;
    refused = false;
    return was;
  }
}
