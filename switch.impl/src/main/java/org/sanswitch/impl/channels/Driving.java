package org.sanswitch.impl.channels;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.spi.ExtensionFunction.Driver;
import org.sanswitch.spi.ExtensionFunction.Drivers;

/**
 * A selection handles what happens to a provider while it waits, where the provider has a function for it
 * and nobody else does: so what comes for its keys takes no other thread (ADR 193). Guard: the selector's
 * monitor, but for {@link #wake}.
 *
 * <p>One provider for each selector, the first that carries a key; others wake the selection as ever.
 */
final class Driving {

  /** While something else is looked at too, the provider is looked at once in that time. */
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(2);

  /** Looks without waiting that found nothing, one after the other, before they are worth it. */
  private static final int LOOKS = 16;

  /** So long it does not want to drive after it was refused. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final System.Logger LOG = System.getLogger(Driving.class.getName());

  /** The provider that is driven, or would be; a selector keeps none that has left. */
  private @Nullable WeakReference<ProviderPort> port;

  /** Whether it has thrown. */
  private boolean broken;

  /** Guard: volatile; written by the selecting thread. Not null while this selection drives. */
  private volatile @Nullable Driver driver;

  /** When it looked the last time. */
  private long looked = System.nanoTime();

  /** When it wanted to drive in vain the last time. */
  private long refused = System.nanoTime() - RETRY_NANOS;

  private int looks;

  /** A key is carried by that provider, or by none. */
  @SuppressWarnings("ReferenceEquality") // a provider is itself
  void serves(@Nullable ProviderPort carrying) {
    if (carrying != null && carrying.drivers() != null && !isDriving() && known() != carrying) {
      port = new WeakReference<>(carrying);
      broken = false;
    }
  }

  private @Nullable ProviderPort known() {
    WeakReference<ProviderPort> reference = port;
    return reference == null ? null : reference.get();
  }

  /** {@return whether this selection drives} */
  boolean isDriving() {
    return driver != null;
  }

  /** {@return whether there is a provider to drive} */
  boolean isPossible() {
    return isDriving() || !broken && known() != null;
  }

  /** Begins to drive, if it does not yet; {@return whether it does} */
  boolean begin() {
    if (isDriving()) {
      return isStillDriving();
    }
    ProviderPort carrying = known();
    Drivers drivers = carrying == null ? null : carrying.drivers();
    if (drivers == null || broken || System.nanoTime() - refused < RETRY_NANOS) {
      return false;
    }
    try {
      Driver made = drivers.newDriver();
      if (made.begin()) {
        driver = made;
        return true;
      }
      refused = System.nanoTime();
    } catch (RuntimeException e) {
      failed(e);
    }
    return false;
  }

  private boolean isStillDriving() {
    Driver mine = driver;
    try {
      if (mine != null && mine.begin()) {
        return true;
      }
    } catch (RuntimeException e) {
      failed(e);
    }
    driver = null;
    return false;
  }

  /** Handles what has happened, without waiting; {@return whether it handled anything} */
  boolean look() {
    return drive(0) > 0;
  }

  /**
   * As {@link #look}, unless it has looked a moment ago.
   *
   * @param now the time
   */
  boolean lookIfDue(long now) {
    if (now - looked < LOOK_NANOS) {
      return false;
    }
    looked = now;
    return look();
  }

  /** A look without waiting has found nothing, or something: whoever looks again and again begins to drive. */
  void looked(boolean something) {
    looks = something ? 0 : looks + 1;
    if (looks >= LOOKS) {
      looks = 0;
      begin();
    }
  }

  /**
   * Handles what happens; waits for it.
   *
   * @param nanos how long at most
   */
  void sleep(long nanos) {
    drive(nanos);
  }

  private int drive(long nanos) {
    Driver mine = driver;
    if (mine == null) {
      return 0;
    }
    try {
      int handled = mine.drive(nanos);
      if (handled == Driver.NOT_DRIVING) {
        driver = null;
      }
      return handled;
    } catch (RuntimeException e) {
      failed(e);
      return 0;
    }
  }

  /** The selection is over for now. */
  void away() {
    Driver mine = driver;
    if (mine != null) {
      try {
        mine.away();
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  /** Drives no longer. */
  void end() {
    Driver mine = driver;
    if (mine != null) {
      driver = null;
      try {
        mine.end();
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  /** Ends the sleep of the selecting thread, or its next one; any thread. */
  void wake() {
    Driver mine = driver;
    if (mine != null) {
      try {
        mine.wake();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "wake of a provider's driver threw", e);
      }
    }
  }

  /** It is not asked again. */
  private void failed(RuntimeException e) {
    LOG.log(System.Logger.Level.WARNING, "a provider's driver threw, and is not used any more", e);
    driver = null;
    broken = true;
  }
}
