package org.sanswitch.impl.provider;

import org.jspecify.annotations.Nullable;
import org.sanswitch.api.MemoryUse;

/**
 * Counts what large transfers have of memory: a part for each session, and the whole of its provider,
 * which counts what its parts count. Any thread; once or twice for each large transfer.
 */
public final class MemoryTally {

  private final @Nullable MemoryTally whole;

  /** Guard: this. */
  private long staged;

  /** Guard: this. */
  private long lent;

  /** Guard: this. */
  private long revoked;

  /** Guard: this. */
  private boolean over;

  /** Makes the whole of a provider. */
  public MemoryTally() {
    whole = null;
  }

  /**
   * Makes a part.
   *
   * @param whole counts the same
   */
  public MemoryTally(MemoryTally whole) {
    this.whole = whole;
  }

  /**
   * Staging came, or went.
   *
   * @param bytes how much of it; negative if it went
   */
  public void staged(long bytes) {
    add(bytes, 0, 0);
  }

  /** A buffer of the application was registered for a transfer. */
  public void lent() {
    add(0, 1, 0);
  }

  /** The peer reaches a registration no longer. */
  public void revoked() {
    add(0, 0, 1);
  }

  private synchronized void add(long moreStaged, long moreLent, long moreRevoked) {
    if (over) {
      return;
    }
    staged += moreStaged;
    lent += moreLent;
    revoked += moreRevoked;
    if (whole != null) {
      whole.add(moreStaged, moreLent, moreRevoked);
    }
  }

  /** The session is over, and what it has staged has gone with its socket (MEM-4). */
  public synchronized void end() {
    staged(-staged);
    over = true;
  }

  /** {@return what was counted} */
  public synchronized MemoryUse now() {
    return new MemoryUse(staged, lent, revoked);
  }
}
