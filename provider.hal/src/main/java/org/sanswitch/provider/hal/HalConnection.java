package org.sanswitch.provider.hal;

import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WspProcedureTable;

/**
 * The queue pair of a socket, with all that it takes to carry messages over it.
 *
 * <p><b>Lock order</b> of the bundle: ownership of the {@link DrainLock} (tried for, never waited
 * for), then the drain lock inside the adapter, then the {@link SendQueue#lock send lock}. The
 * monitors of {@link HalSocket}, {@link NetworkEvents}, {@link HalListener} and the lock of {@link
 * Waiters} are innermost: no adapter, upcall or other lock is called with one of them held. Those of
 * {@link RegistrationCache} are taken outside of the adapter and with no post lock held. Only ownership
 * is kept across upcalls.
 */
final class HalConnection extends WatchList.Entry {

  /** Ticks during which a socket with a sleeping reader stays on the list. */
  private static final int PATIENCE_TICKS = 100;

  /** The socket. */
  final HalSocket socket;

  /** Its number among the connections of the provider, for the order of registrations. */
  final long number;

  /** The adapter's queue pair. */
  final QueuePair queuePair;

  /** The drain lock. */
  final DrainLock lock = new DrainLock();

  /** Sends and RDMA transfers. */
  final SendQueue sends;

  /** Receives. */
  final ReceiveQueue receives;

  /** Completions. */
  final Completions completions;

  /** Threads that wait. */
  final Waiters waiters;

  /** Calls into the queue pair that hold neither of the post locks. */
  final UseCount users = new UseCount();

  /** Closing. */
  final ClosingProcedure closing;

  private final Progress progress;

  /** Guard: written by anyone. NOTIFY was answered, and the adapter has not fired since. */
  private volatile boolean promised;

  /** Guard: written by anyone. An owner has left work behind, for the next tick. */
  private volatile boolean unfinished;

  /** Guard: the progress thread. Ticks without a poll while a reader sleeps. */
  private int quietTicks;

  private HalConnection(HalSocket socket, QueuePair queuePair, MemoryRegion earlyRegion) {
    Startup startup = socket.startup;
    AdapterInfo info = startup.info;
    this.socket = socket;
    this.number = startup.registrations.nextConnection();
    this.queuePair = queuePair;
    this.progress = startup.progress;
    this.sends = new SendQueue(this, info);
    this.receives = new ReceiveQueue(this, info, lock, earlyRegion);
    this.waiters = new Waiters();
    this.completions = new Completions(this, lock, sends, receives);
    this.closing = new ClosingProcedure(this, startup.limits.flushNanos());
  }

  /**
   * Makes a queue pair for a socket, with the early receive posted (ACC-3).
   *
   * @param socket the socket; the context of the queue pair
   * @return the connection, not connected
   * @throws AdapterException if the adapter cannot
   */
  static HalConnection create(HalSocket socket) throws AdapterException {
    return socket.startup.registrations.withRoom(EarlyReceive.BYTES, () -> tryCreate(socket));
  }

  private static HalConnection tryCreate(HalSocket socket) throws AdapterException {
    QueuePair queuePair = socket.startup.adapter.createQueuePair(socket);
    boolean done = false;
    try {
      MemoryRegion region = queuePair.allocate(EarlyReceive.BYTES);
      HalConnection connection = new HalConnection(socket, queuePair, region);
      queuePair.postReceive(EarlyReceive.ID, region, 0, EarlyReceive.BYTES);
      done = true;
      return connection;
    } finally {
      if (!done) {
        queuePair.close();
      }
    }
  }

  /** {@return where to log what may happen often} */
  BoundedLog log() {
    return socket.startup.log;
  }

  /** {@return the registration cache of the provider} */
  RegistrationCache registrations() {
    return socket.startup.registrations;
  }

  /**
   * WSPGetOverlappedResult.
   *
   * @param overlapped the operation, or null for any
   * @param waitNanos POLL, NOTIFY or how long
   * @return as {@link WspProcedureTable#wspGetOverlappedResult}
   */
  WsaError result(@Nullable Overlapped overlapped, long waitNanos) {
    if (overlapped != null) {
      WsaError status = overlapped.status();
      if (status != WsaError.WSA_IO_PENDING) {
        return status;
      }
    }
    int count = 0;
    if (waitNanos > WspProcedureTable.POLL) {
      count = Waiting.await(this, overlapped, waitNanos);
    } else if (socket.state().drainable) {
      count = waitNanos == WspProcedureTable.NOTIFY ? drainAndPromise() : drain(false);
      progress.watchList.polled(this);
    }
    if (overlapped == null) {
      return count > 0 ? WsaError.NO_ERROR : WsaError.WSA_IO_INCOMPLETE;
    }
    WsaError status = overlapped.status();
    if (status != WsaError.WSA_IO_PENDING) {
      return status;
    }
    return socket.state().isClosed() ? WsaError.WSAENOTSOCK : WsaError.WSA_IO_INCOMPLETE;
  }

  /**
   * Completes what is complete, and wakes those who wait for it.
   *
   * @param arm as {@link Completions#drain}
   * @return number of operations that were completed, or {@link Completions#BUSY}
   */
  int drain(boolean arm) {
    int count = completions.drain(arm);
    if (count > 0) {
      wakeForCompletion(0);
    }
    return count;
  }

  /**
   * Wakes those who wait, since something completed.
   *
   * @param self 1 if the caller is one of them, else 0
   */
  void wakeForCompletion(int self) {
    if (waiters.completed(self)) {
      wakeInAdapter();
    }
  }

  /** Ends all waits; remembered for the next one. */
  void wakeWaiters() {
    if (waiters.wake()) {
      wakeInAdapter();
    }
  }

  private void wakeInAdapter() {
    if (!enter()) {
      return;
    }
    try {
      queuePair.completions().wake();
    } catch (Throwable e) {
      log().warn("the adapter threw from wake", e);
    } finally {
      exit();
    }
  }

  private int drainAndPromise() {
    promised = true;
    progress.asked();
    return drain(true);
  }

  /**
   * Event thread: the adapter says that there is something, or that the connection stands. A
   * socket that somebody polls is not armed again, since each time that an armed adapter fires costs
   * the peer and this process a system call; the list sees to it that it is armed in the end.
   */
  void ready() {
    boolean driven = isListed() || waiters.isInAdapter();
    boolean must = promised;
    promised = false;
    if (!driven) {
      drain(true);
    } else if (drain(false) == Completions.BUSY && must) {
      drain(true);
    }
  }

  /** The adapter has failed: has it flush what is under way. */
  void abort() {
    if (completions.isDead() || !enter()) {
      return;
    }
    try {
      queuePair.disconnect();
    } catch (Throwable e) {
      log().warn("the adapter threw from disconnect", e);
    } finally {
      exit();
    }
    drain(true);
    wakeWaiters();
  }

  /** Puts the socket on the list of those that the progress thread looks after. */
  void touch() {
    progress.watchList.touch(this);
  }

  /**
   * Has the progress thread go on with a socket that was left with something to do.
   *
   * @param hurry whether it is known to have something to do; else the next tick is soon enough
   */
  void drainLater(boolean hurry) {
    unfinished = true;
    touch();
    if (hurry) {
      progress.hurry();
    }
  }

  /** {@return whether the caller may call the queue pair, until {@link #exit}} */
  boolean enter() {
    return users.enter();
  }

  /** Ends what {@link #enter} began; the last one out closes. */
  void exit() {
    users.leave();
    if (socket.state() == SocketState.CLOSING) {
      completions.drain(true);
    }
  }

  @Override
  boolean tick(boolean touched, long now) {
    SocketState state = socket.state();
    if (state.isClosed()) {
      return !closing.step(now);
    }
    if (unfinished) {
      unfinished = false;
      drain(true);
    }
    if (touched) {
      quietTicks = 0;
      return true;
    }
    return waiters.isInAdapter() && ++quietTicks < PATIENCE_TICKS;
  }

  @Override
  void left() {
    SocketState state = socket.state();
    if (state == SocketState.CLOSING) {
      touch();
    } else if (state.drainable && !waiters.isInAdapter()) {
      drain(true);
    }
  }
}
