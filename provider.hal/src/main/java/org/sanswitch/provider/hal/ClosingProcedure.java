package org.sanswitch.provider.hal;

import java.util.concurrent.TimeUnit;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.spi.WsaError;

/**
 * How a socket with a queue pair is closed, from any state, by any thread (CLO-1 to CLO-8):
 *
 * <ol>
 * <li>WSPCloseSocket makes the socket CLOSING: no call gets in any longer (CLO-6). Registrations that
 * were kept end (MEM-5). The queue pair is disconnected, so that the adapter completes everything
 * under way; threads that wait are woken.
 * <li>Whoever drains completes each operation with its own overlapped object (CLO-2), its memory free
 * before (CLO-3).
 * <li>The last one out, that is the owner of the drain lock who finds nothing under way and nobody
 * inside, makes the socket CLOSED, closes the queue pair, and calls WPUCloseSocketHandle as the last
 * upcall (CLO-4). It never gives the drain lock back, so nothing can follow.
 * </ol>
 *
 * <p>Where an adapter does not flush in time, the progress thread makes the queue pair close first,
 * which releases the memory of what is under way, and completes that itself. The same is done at
 * once where the queue pair never connected.
 */
final class ClosingProcedure {

  private final HalConnection connection;
  private final long flushNanos;

  /** Guard: written before {@link #begun}, read after it. */
  private long deadline;

  /** Set once, by the one who closes. */
  private volatile boolean begun;

  /** Guard: written by the progress thread or in WSPCleanup, read by the owner of the drain lock. */
  private volatile boolean forced;

  /**
   * Makes it.
   *
   * @param connection the connection
   * @param flushNanos how long the adapter has to flush
   */
  ClosingProcedure(HalConnection connection, long flushNanos) {
    this.connection = connection;
    this.flushNanos = flushNanos;
  }

  /** Closes; the caller has made the socket CLOSING. */
  void begin() {
    deadline = System.nanoTime() + flushNanos;
    begun = true;
    connection.registrations().evict(connection);
    QueuePair queuePair = connection.queuePair;
    if (connection.completions.isDead()) {
      forced = true;
    } else if (connection.users.enter()) {
      try {
        queuePair.disconnect();
      } catch (Throwable e) {
        connection.log().warn("the adapter threw from disconnect", e);
      } finally {
        connection.users.leave();
      }
    }
    connection.wakeWaiters();
    connection.completions.drain(true);
    if (connection.socket.state() != SocketState.CLOSED) {
      connection.touch();
    }
  }

  /**
   * Progress thread: goes on.
   *
   * @param now {@link System#nanoTime}
   * @return whether the socket is CLOSED
   */
  boolean step(long now) {
    if (!begun) {
      return false;
    }
    if (!forced && now - deadline >= 0) {
      force();
    }
    connection.completions.drain(true);
    return connection.socket.state() == SocketState.CLOSED;
  }

  /** Does not wait for the adapter's flush any longer. */
  void force() {
    forced = true;
  }

  /**
   * Owner of the drain lock, inside the adapter, with nothing left to tell: closes for good if this
   * is the last one out.
   *
   * @return whether the socket is CLOSED; the caller then stays the owner for ever
   */
  boolean tryFinish() {
    HalSocket socket = connection.socket;
    if (socket.state() != SocketState.CLOSING) {
      return false;
    }
    boolean pending;
    connection.sends.lock.lock();
    try {
      pending = connection.completions.isPending();
      if ((pending && !forced) || !connection.users.tryClose()) {
        return false;
      }
      socket.become(SocketState.CLOSED);
    } finally {
      connection.sends.lock.unlock();
    }
    connection.lock.beginUpcalls();
    connection.registrations().release(connection);
    try {
      connection.queuePair.close();
    } catch (Throwable e) {
      connection.log().warn("the adapter threw from close", e);
    }
    if (pending) {
      int completed = connection.completions.completeAll(WsaError.WSA_OPERATION_ABORTED);
      if (!connection.completions.isDead()) {
        connection.log()
          .warn("the adapter did not flush within "
              + TimeUnit.NANOSECONDS.toMillis(flushNanos) + " ms; " + completed
              + " operations were completed without it", null);
      }
    }
    socket.wpuCloseSocketHandle();
    return true;
  }
}
