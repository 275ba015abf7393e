package org.sanswitch.impl.channels;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one selector that may be ready on a SAN. It is independent of the number of idle ones:
 * a key is looked at while it is hot, that is since it was told of last and until it has brought
 * nothing for a while; then its provider has to tell. Guard: the selector's monitor, but for {@link
 * #tell} and {@link #isTold}.
 *
 * <p>Nothing is lost: what becomes ready is told after it is ready, and a key is no longer hot before
 * it is looked at for the last time.
 */
final class SanKeys {

  /** Looks in vain at one key before its provider has to tell, where few are hot. */
  private static final int MOST_PATIENCE = 1_024;

  /** The same, where so many are hot that each look costs more than it brings. */
  private static final int LEAST_PATIENCE = 4;

  /** Looks in vain at all hot keys together. */
  private static final int ALL_PATIENCE = 65_536;

  /** Is given what is ready. */
  @FunctionalInterface
  interface Found {
    void found(SwitchSelectionKey key, int ops);
  }

  /** A key that has been told of. */
  private record Told(SwitchSelectionKey key, @Nullable Told before) {}

  private final Found found;
  private final Driving driving;
  private final Runnable changedBelow;
  private final AtomicReference<@Nullable Told> told = new AtomicReference<>();
  private final List<SwitchSelectionKey> hot = new ArrayList<>();

  /**
   * Makes it, without keys.
   *
   * @param found is given what is ready
   * @param driving is told whose keys there are
   * @param changedBelow is called where the platform has something else to watch
   */
  SanKeys(Found found, Driving driving, Runnable changedBelow) {
    this.found = found;
    this.driving = driving;
    this.changedBelow = changedBelow;
  }

  /** That key may be ready, or may have become something else; any thread. */
  void tell(SwitchSelectionKey key) {
    if (!key.isFirstTold()) {
      return;
    }
    Told before = told.get();
    while (!told.compareAndSet(before, new Told(key, before))) {
      before = told.get();
    }
  }

  /** {@return whether a key was told of since the last look}; any thread. */
  boolean isTold() {
    return told.get() != null;
  }

  /** {@return whether looking again soon may bring something} */
  boolean isHot() {
    return !hot.isEmpty();
  }

  int size() {
    return hot.size();
  }

  /** Takes the keys that were told of. */
  void takeTold() {
    if (told.get() == null) {
      return;
    }
    for (Told each = told.getAndSet(null); each != null; each = each.before()) {
      SwitchSelectionKey key = each.key();
      key.taken();
      if (key.sync()) {
        changedBelow.run();
      }
      if (key.isOfInterest() && !key.isHot()) {
        key.heat();
        hot.add(key);
        driving.serves(key.port());
      }
    }
  }

  /**
   * Looks at all hot keys once.
   *
   * @return whether any was found to be ready
   */
  boolean look() {
    boolean any = false;
    int patience =
        Math.clamp(ALL_PATIENCE / Math.max(1, hot.size()), LEAST_PATIENCE, MOST_PATIENCE);
    for (int i = 0; i < hot.size(); i++) {
      SwitchSelectionKey key = hot.get(i);
      int ops = key.sanReady();
      boolean looked = ops == 0 && key.isOfInterest() && key.look();
      if (looked) {
        ops = key.sanReady();
      }
      if (ops == 0 && (!looked || key.looked(false) >= patience)) {
        ops = key.arm();
        if (ops == 0) {
          remove(i--);
          continue;
        }
        key.heat();
      }
      if (ops != 0) {
        key.looked(true);
        found.found(key, ops);
        any = true;
      }
    }
    return any;
  }

  /**
   * Before a sleep: has all providers tell.
   *
   * @return whether nothing is ready meanwhile
   */
  boolean sleep() {
    for (int i = hot.size() - 1; i >= 0; i--) {
      SwitchSelectionKey key = hot.get(i);
      if (key.arm() != 0) {
        key.heat();
        return false;
      }
      remove(i);
    }
    return told.get() == null;
  }

  private void remove(int index) {
    int last = hot.size() - 1;
    hot.set(index, hot.get(last));
    hot.remove(last);
  }
}
