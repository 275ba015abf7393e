package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SanStream;

/**
 * Brings together what arrives over TCP/IP and over SANs at a listening {@code java.net} socket. A
 * virtual thread accepts over TCP/IP while somebody waits, and so at most one connection ahead; it
 * starts with the first accept that has to wait.
 */
final class AcceptQueue {

  /** A connection that has arrived. */
  sealed interface Arrival {}

  /** One over a SAN. */
  record San(SanStream stream) implements Arrival {}

  /** One over TCP/IP. */
  record Tcp(Socket socket) implements Arrival {}

  /** How long close waits for the thread to leave its accept, which takes microseconds. */
  private static final Duration LEAVE_BOUND = Duration.ofSeconds(1);

  private final ServerSocket inner;
  private final Companions companions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All guarded by lock.
  private int waiters;
  private @Nullable Thread acceptor;
  private boolean closed;
  private @Nullable Socket ahead;
  private @Nullable IOException failure;
  private boolean tcpFirst;

  AcceptQueue(ServerSocket inner, Companions companions) {
    this.inner = inner;
    this.companions = companions;
  }

  /** Takes the next connection; 0 milliseconds is for ever. */
  Arrival take(int millis) throws IOException {
    long deadline = Deadline.after(Deadline.nanosOfMillis(millis));
    boolean interrupted = false;
    lock.lock();
    waiters++;
    try {
      while (true) {
        Arrival arrival = poll();
        if (arrival != null) {
          return arrival;
        }
        interrupted |= SocketStream.clearInterrupt();
        long left = Deadline.left(deadline);
        if (left <= 0) {
          throw new SocketTimeoutException("Accept timed out");
        }
        acceptTcp();
        await(left);
      }
    } finally {
      waiters--;
      lock.unlock();
      SocketStream.restoreInterrupt(interrupted);
    }
  }

  /** A companion has a session to take. */
  void sanArrived() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The listening socket is closed; a connection accepted ahead is reset. The platform releases the
   * port when the virtual thread has left its accept, so this waits for it.
   */
  void close() {
    Socket left;
    Thread leaving;
    lock.lock();
    try {
      closed = true;
      left = ahead;
      ahead = null;
      leaving = acceptor;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (left != null) {
      reset(left);
    }
    if (leaving != null) {
      awaitEnd(leaving);
    }
  }

  private static void awaitEnd(Thread leaving) {
    long deadline = Deadline.after(LEAVE_BOUND.toNanos());
    boolean interrupted = false;
    while (leaving.isAlive() && Deadline.left(deadline) > 0) {
      try {
        leaving.join(Duration.ofNanos(Deadline.left(deadline)));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    SocketStream.restoreInterrupt(interrupted);
  }

  private @Nullable Arrival poll() throws IOException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
    tcpFirst = !tcpFirst;
    Arrival first = tcpFirst ? pollTcp() : pollSan();
    if (first != null) {
      return first;
    }
    return tcpFirst ? pollSan() : pollTcp();
  }

  private @Nullable Arrival pollSan() {
    return companions.poll(San::new);
  }

  private @Nullable Arrival pollTcp() throws IOException {
    Socket socket = ahead;
    if (socket != null) {
      ahead = null;
      changed.signalAll();
      return new Tcp(socket);
    }
    IOException failed = failure;
    if (failed != null) {
      failure = null;
      changed.signalAll();
      throw failed;
    }
    return null;
  }

  /** Waits for a change, the time or an interrupt, whose status stays set. */
  @SuppressWarnings("WaitNotInLoop") // take loops
  private void await(long nanos) {
    try {
      changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptTcp() {
    if (acceptor != null) {
      changed.signalAll();
    } else {
      acceptor = Thread.ofVirtual()
        .name("sanswitch-accept-" + inner.getLocalPort())
        .start(this::acceptLoop);
    }
  }

  private void acceptLoop() {
    while (isWanted()) {
      Socket accepted = null;
      IOException failed = null;
      try {
        accepted = inner.accept();
      } catch (IOException e) {
        failed = e;
      }
      if (!hand(accepted, failed) && accepted != null) {
        reset(accepted);
      }
    }
  }

  /** Waits until somebody waits for a connection; false at the end. */
  private boolean isWanted() {
    lock.lock();
    try {
      while (!closed && (waiters == 0 || ahead != null || failure != null)) {
        changed.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether it was taken over} */
  private boolean hand(@Nullable Socket accepted, @Nullable IOException failed) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      ahead = accepted;
      failure = failed;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
