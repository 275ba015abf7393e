package org.sanswitch.provider.verbs;

/**
 * Decides which sends ask the device for a completion. An inline send needs no memory, so that
 * nobody waits for it urgently: it is told complete together with a later one that asks. Where nothing
 * follows and somebody wants to sleep, an empty RDMA write asks for all of them; a program that does
 * so again and again is served with a completion for each send, which costs less.
 *
 * <p>Guard: the lock of the send queue.
 */
final class Signalling {

  /** Empty writes that are under way at most. */
  static final int MARKERS = 4;

  /** Sends that ask for themselves after an empty write was needed. */
  private static final int EAGER = 64;
  private static final int LONGEST = 16;

  private final int period;
  private int silent;
  private int eager;
  private int markers;

  /**
   * Makes it.
   *
   * @param sends most that are under way
   */
  Signalling(int sends) {
    this.period = Math.clamp(sends / 4, 1, LONGEST);
  }

  /**
   * {@return whether the send that is posted next must ask}
   *
   * @param inline whether it needs no memory
   * @param awaited whether somebody sleeps, or has asked to be told
   */
  boolean isNeeded(boolean inline, boolean awaited) {
    return !inline || awaited || eager > 0 || silent + 1 >= period;
  }

  /** A send was posted. */
  void posted(boolean asked) {
    silent = asked ? 0 : silent + 1;
    if (asked && eager > 0) {
      eager--;
    }
  }

  /** {@return whether an empty write is to be posted, so that nothing is left without an answer} */
  boolean needsMarker() {
    return silent > 0 && mayMark();
  }

  /** {@return whether there is room for an empty write; if not, one is under way anyway} */
  boolean mayMark() {
    return markers < MARKERS;
  }

  /** {@return whether there are sends that no completion will tell} */
  boolean isSilent() {
    return silent > 0;
  }

  /** An empty write was posted. */
  void markerPosted() {
    markers++;
    silent = 0;
    eager = EAGER;
  }

  /** An empty write is complete. */
  void markerDone() {
    markers--;
  }
}
