package org.sanswitch.impl.simulation;

/**
 * How an application uses its stream.
 *
 * @param bytes how many it writes
 * @param writes greatest number of bytes of a write
 * @param reads greatest number of bytes of a read
 * @param direct whether its buffers are direct ones
 * @param waits whether its calls stand for those that wait: direct buffers may be used as they are
 * @param told whether it waits to be told that the stream is ready, rather than looks now and then
 * @param pause greatest time between two steps in nanoseconds
 * @param urgent how many urgent bytes it sends
 * @param inline whether it wants urgent bytes in the stream
 * @param keepAlive whether it has keep-alive probes sent
 * @param ending how it ends
 * @param endsAfter after how many steps, where the ending does not come by itself
 */
record Habits(int bytes, int writes, int reads, boolean direct, boolean waits, boolean told,
    int pause,
    int urgent, boolean inline, boolean keepAlive, Ending ending, int endsAfter) {

  /** How an application ends its stream. */
  enum Ending {
    /** Shuts output down after the last byte, reads to the end, closes. */
    IN_TURN,
    /** Closes after the last byte, whatever the peer does. */
    CLOSE_AFTER_WRITING,
    /** Closes in the middle. */
    CLOSE_EARLY,
    /** Resets in the middle. */
    RESET,
    /** Shuts input down in the middle, and closes after the last byte. */
    SHUT_INPUT
  }

  private static final Integer[] PAUSES = {1_000, 100_000, 3_000_000, 50_000_000};

  /** {@return those of an application that does nothing by which bytes may be lost} */
  static Habits wellBehaved(Chance chance) {
    return of(chance, Ending.IN_TURN);
  }

  static Habits any(Chance chance) {
    return of(chance, chance.oneIn(2) ? Ending.IN_TURN : chance.of(Ending.values()));
  }

  private static Habits of(Chance chance, Ending ending) {
    int bytes = chance.oneIn(8) ? 0 : chance.sized(1, 60_000);
    return new Habits(bytes, chance.sized(1 + bytes / 60, 20_000), chance.sized(300, 20_000),
        chance.oneIn(2), chance.oneIn(2),
        chance.oneIn(2), chance.of(PAUSES), chance.oneIn(3) ? chance.sized(1, 100) : 0,
        chance.oneIn(2), chance.oneIn(3), ending, chance.sized(1, 60));
  }
}
