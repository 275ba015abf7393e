package org.sanswitch.impl.channels;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.spi.ExtensionFunction.Driver;
import org.sanswitch.spi.ExtensionFunction.Drivers;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** A provider whose events a selector may handle; what it is called is counted. */
final class FakeDrivers implements Drivers {

  private static final long LEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Whether somebody may drive. Guard: volatile. */
  volatile boolean free = true;

  /** Whether each call throws. Guard: volatile. */
  volatile boolean broken;

  /** What happens inside the next drive. Guard: atomic. */
  final AtomicReference<@Nullable Runnable> event = new AtomicReference<>();

  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger sleeps = new AtomicInteger();
  final AtomicInteger ends = new AtomicInteger();
  final AtomicInteger aways = new AtomicInteger();
  private final Semaphore bell = new Semaphore(0);

  /** {@return the port of this provider} */
  ProviderPort port() {
    return new ProviderPort("driven", new ScriptedProvider(), null, (socket, memory, access) -> {
      throw new WsaException(WsaError.WSAENOBUFS, "none");
    }, (socket, region) -> {
    }, 65_536, 65_536, 64, null, null, this);
  }

  /** Something happens, which a driver handles, or after a while the caller, as the provider's thread would. */
  void ring(Runnable handled) {
    event.set(handled);
    bell.release();
    long end = System.nanoTime() + LEASE_NANOS;
    while (event.get() != null && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    Runnable left = event.getAndSet(null);
    if (left != null) {
      left.run();
    }
  }

  @Override
  public Driver newDriver() {
    check();
    return new One();
  }

  private void check() {
    if (broken) {
      throw new IllegalStateException("told to throw");
    }
  }

  private final class One implements Driver {
    /** Guard: volatile. */
    private volatile boolean driving;

    @Override
    public boolean begin() {
      check();
      driving = free;
      return driving;
    }

    @Override
    public int drive(long waitNanos) {
      check();
      if (!driving || !free) {
        driving = false;
        return NOT_DRIVING;
      }
      (waitNanos == 0 ? looks : sleeps).incrementAndGet();
      boolean rung = false;
      boolean interrupted = false;
      long end = System.nanoTime() + Math.min(waitNanos, TimeUnit.SECONDS.toNanos(100));
      while (true) {
        try {
          rung = bell.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
          break;
        } catch (InterruptedException e) {
          // As a sleep in the kernel, which an interrupt does not end.
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Runnable happened = event.getAndSet(null);
      if (happened != null) {
        happened.run();
      }
      return rung ? 1 : 0;
    }

    @Override
    public void away() {
      check();
      aways.incrementAndGet();
    }

    @Override
    public void end() {
      check();
      driving = false;
      ends.incrementAndGet();
    }

    @Override
    public void wake() {
      bell.release();
    }
  }
}
