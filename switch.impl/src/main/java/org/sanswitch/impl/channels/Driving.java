package org.sanswitch.impl.channels;

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

  private static final System.Logger LOG = System.getLogger(Driving.class.getName());

  private @Nullable ProviderPort port;

  /** Guard: volatile; written by the selecting thread. */
  private volatile @Nullable Driver driver;

  private boolean driving;
  private long driven = System.nanoTime();
  private int looks;

  /** A key is carried by that provider, or by none. */
  @SuppressWarnings("ReferenceEquality") // a provider is itself
  void serves(@Nullable ProviderPort carrying) {
    if (carrying == null || carrying == port || driver != null && driving) {
      return;
    }
    Drivers drivers = carrying.drivers();
    port = carrying;
    driver = null;
    driving = false;
    if (drivers != null) {
      try {
        driver = drivers.newDriver();
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  /** {@return whether this selection drives} */
  boolean isDriving() {
    return driving;
  }

  /** {@return whether there is a provider to drive} */
  boolean isPossible() {
    return driver != null;
  }

  /** Begins to drive, if it does not yet; {@return whether it does} */
  boolean begin() {
    Driver mine = driver;
    if (mine == null) {
      return false;
    }
    try {
      driving = mine.begin();
    } catch (RuntimeException e) {
      failed(e);
    }
    return driving;
  }

  /** Handles what has happened, without waiting; {@return whether it handled anything} */
  boolean look() {
    return driving && drive(0) > 0;
  }

  /**
   * As {@link #look}, unless it has looked a moment ago.
   *
   * @param now the time
   */
  boolean lookIfDue(long now) {
    return driving && now - driven >= LOOK_NANOS && lookAt(now);
  }

  private boolean lookAt(long now) {
    driven = now;
    return look();
  }

  /** A look without waiting has found nothing, or something: whoever looks again and again begins to drive. */
  void looked(boolean something) {
    looks = something ? 0 : looks + 1;
    if (looks >= LOOKS && !driving) {
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
      driving = handled != Driver.NOT_DRIVING;
      return handled;
    } catch (RuntimeException e) {
      failed(e);
      return 0;
    }
  }

  /** The selection is over for now. */
  void away() {
    Driver mine = driver;
    if (driving && mine != null) {
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
    if (driving && mine != null) {
      driving = false;
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
    driving = false;
  }
}
