package org.sanswitch.provider.hal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** What lives from WSPStartupEx to WSPCleanup: the open adapter, its thread and its sockets. */
final class Startup {

  /** The adapter. */
  final SanAdapter adapter;

  /** How far it goes. */
  final AdapterInfo info;

  /** This provider's view of the upcall table. */
  final UpcallTable upcalls;

  /** Bounds. */
  final Limits limits;

  /** For what may happen often. */
  final BoundedLog log;

  /** The progress thread. */
  final Progress progress;

  /** The listeners. */
  final Listeners listeners = new Listeners();

  /** The registration cache. */
  final RegistrationCache registrations;

  private final Set<HalSocket> sockets = ConcurrentHashMap.newKeySet();
  private final Object gone = new Object();

  /** Set once: the adapter has failed. */
  private volatile @Nullable WsaException failure;

  /** Held by the one who cleans up; others wait for it. */
  private final ReentrantLock cleaning = new ReentrantLock();

  /** Guard: written with {@link #cleaning}, read by anyone. WSPCleanup was called. */
  private volatile boolean cleaned;

  /** Guard: written with {@link #cleaning}, read by anyone. WSPCleanup has done its work. */
  private volatile boolean ended;

  private Startup(SanAdapter adapter, UpcallTable upcalls, Limits limits, BoundedLog log) {
    this.adapter = adapter;
    this.info = adapter.info();
    this.upcalls = upcalls;
    this.limits = limits;
    this.log = log;
    this.registrations = new RegistrationCache(limits.cache(), log);
    this.progress = new Progress(this);
  }

  /**
   * Opens the adapter and starts its thread.
   *
   * @param adapter the adapter
   * @param upcalls the switch's functions
   * @param limits bounds
   * @param log for what may happen often
   * @return what was started
   * @throws AdapterException if the adapter cannot be opened
   */
  static Startup open(SanAdapter adapter, UpcallTable upcalls, Limits limits, BoundedLog log)
      throws AdapterException {
    Startup startup = new Startup(adapter, upcalls, limits, log);
    adapter.open(new Events(startup));
    boolean started = false;
    try {
      startup.progress.start();
      started = true;
      return startup;
    } finally {
      if (!started) {
        adapter.close();
      }
    }
  }

  /** {@return whether WSPCleanup has done its work, and the adapter can be opened again} */
  boolean isEnded() {
    return ended;
  }

  /** {@return whether WSPCleanup was called} */
  boolean isCleaned() {
    return cleaned;
  }

  /**
   * Checks that sockets can be made.
   *
   * @throws WsaException WSANOTINITIALISED, or WSAENETDOWN with the adapter's reason
   */
  void check() throws WsaException {
    if (cleaned) {
      throw new WsaException(WsaError.WSANOTINITIALISED, "WSPCleanup was called");
    }
    WsaException cause = failure;
    if (cause != null) {
      throw new WsaException(cause.error(), cause.reason(), "the adapter has failed", cause);
    }
  }

  /**
   * Takes a socket in.
   *
   * @param socket the socket
   * @throws WsaException as {@link #check}; the socket is closed then
   */
  void add(HalSocket socket) throws WsaException {
    sockets.add(socket);
    try {
      check();
    } catch (WsaException e) {
      socket.closeIfOpen();
      throw e;
    }
  }

  /**
   * A socket is gone (CLO-8).
   *
   * @param socket the socket
   */
  void remove(HalSocket socket) {
    sockets.remove(socket);
    if (cleaned) {
      synchronized (gone) {
        gone.notifyAll();
      }
    }
  }

  /**
   * The adapter has failed as a whole: every socket fails, with the reason. Only WSPCloseSocket
   * releases them (CLO-5).
   *
   * @param cause what the adapter said
   */
  void fail(AdapterException cause) {
    log.warn("the adapter has failed", cause);
    WsaException exception = WsaErrors.exception(WsaError.WSAENETDOWN, "adapter", cause);
    failure = exception;
    for (HalSocket socket : sockets) {
      socket.adapterFailed(exception);
    }
  }

  /** WSPCleanup: closes what is open, ends the thread, closes the adapter; in bounded time. */
  void cleanUp() {
    if (!cleaning.tryLock()) {
      if (progress.isInside()) {
        return; // the other one waits for this thread
      }
      cleaning.lock();
    }
    try {
      if (!cleaned) {
        cleaned = true;
        end();
        ended = true;
      }
    } finally {
      cleaning.unlock();
    }
  }

  private void end() {
    sockets.forEach(HalSocket::closeIfOpen);
    if (!progress.isInside()) {
      awaitSockets(limits.cleanupNanos());
    }
    if (!sockets.isEmpty()) {
      sockets.forEach(HalSocket::forceClose);
    }
    if (!progress.stop(limits.cleanupNanos()) && !progress.isInside()) {
      log.warn("the progress thread did not end in time", null);
    }
    if (!sockets.isEmpty()) {
      log.warn(sockets.size() + " sockets are in use after WSPCleanup", null);
    }
    registrations.close();
    try {
      adapter.close();
    } catch (RuntimeException e) {
      log.warn("the adapter threw from close", e);
    }
  }

  private void awaitSockets(long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    synchronized (gone) {
      long left = nanos;
      while (!sockets.isEmpty() && left > 0) {
        try {
          gone.wait(left / 1_000_000 + 1);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = end - System.nanoTime();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

}
