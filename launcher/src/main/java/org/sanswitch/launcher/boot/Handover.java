package org.sanswitch.launcher.boot;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the services of the switch meet the boot classes. Until the switch has come up, whoever
 * needs a service waits for it, at most until a fixed time after the start of the JVM; afterwards
 * nobody waits, and while a service is away the JDK's own sockets are used.
 */
final class Handover {

  /** How long after the start of the JVM a socket waits for the switch, in milliseconds. */
  private static final String TIMEOUT = "sanswitch.start.millis";

  private static final int DEFAULT_TIMEOUT_MS = 30_000;

  /** Threads of the framework; one that needs a socket while the switch starts must not wait. */
  final ThreadGroup frameworkThreads = new ThreadGroup("sanswitch");

  final Platform platform;

  /** Sentences for the report: what is left to whom, and why. */
  final List<String> leftAlone = new CopyOnWriteArrayList<>();

  private final long started = System.nanoTime();
  private final long deadline =
      started + TimeUnit.MILLISECONDS.toNanos(Integer.getInteger(TIMEOUT, DEFAULT_TIMEOUT_MS));
  private final Map<SwitchService, Slot> slots = new EnumMap<>(SwitchService.class);
  private final AtomicBoolean absenceTold = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Why the framework will not come; guarded by lock. */
  private @Nullable String failure;

  /** Whether the framework has started all of its bundles; written under lock. */
  private volatile boolean up;

  /** One service of the switch. */
  private static final class Slot {
    /** Null while the service is away; written under lock. */
    volatile @Nullable Object instance;

    /** Whether the service has been there once; guarded by lock. */
    boolean seen;
  }

  Handover(Platform platform) {
    this.platform = platform;
    for (SwitchService service : SwitchService.values()) {
      slots.put(service, new Slot());
    }
  }

  /** The framework side: a service has come, or has gone if {@code instance} is null. */
  void set(SwitchService service, @Nullable Object instance) {
    change(() -> {
      slot(service).instance = instance;
      slot(service).seen |= instance != null;
    });
  }

  /** The framework side: all bundles are started. */
  void setUp() {
    change(() -> up = true);
  }

  /** The framework side: the framework will not come. */
  void setFailed(String why) {
    change(() -> failure = why);
  }

  /** A service of the switch, or null if the JDK's own has to do; says so once. */
  <T> @Nullable T get(SwitchService service, Class<T> type) {
    Object instance = slot(service).instance;
    if (instance == null || !up) {
      instance = await(service, deadline);
      if (instance == null && absenceTold.compareAndSet(false, true)) {
        Stderr.line(absence(service) + "; sockets are the JDK's own");
      }
    }
    return type.cast(instance);
  }

  /** A service of the switch, or null if it is not there at the given time. */
  @Nullable
  Object await(SwitchService service, long until) {
    if (frameworkThreads.equals(Thread.currentThread().getThreadGroup())) {
      return null;
    }
    boolean interrupted = false;
    lock.lock();
    try {
      long left = until - System.nanoTime();
      while (mayStillCome(service) && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
          left = until - System.nanoTime();
        }
      }
      return slot(service).instance;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Why a service is not there, as the start of a sentence. */
  String absence(SwitchService service) {
    lock.lock();
    try {
      if (failure != null) {
        return "the switch cannot start: " + failure;
      }
      if (slot(service).seen) {
        return "the switch is stopped";
      }
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
      return (up ? "the framework runs without the switch" : "the framework is still starting")
          + " after " + waited + " ms";
    } finally {
      lock.unlock();
    }
  }

  private Slot slot(SwitchService service) {
    return Objects.requireNonNull(slots.get(service));
  }

  private boolean mayStillCome(SwitchService service) {
    return failure == null && (!up || !slot(service).seen);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
