package org.sanswitch.bench.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * One end of a cache line that two processes write in turn. The ends sleep until a line comes on
 * standard input; then they play for some milliseconds, and the leading end prints what one round
 * trip took.
 */
public final class CacheLine {

  /** The length of the shared file: the two words are on lines of their own. */
  public static final int FILE_BYTES = 4096;

  /** What the leading end prints: one round trip, in ns. */
  public static final String ROUND_TRIP = "round_trip_ns";

  private static final int PING = 0;
  private static final int PONG = 1024;
  private static final int BLOCKS = 41;
  private static final int BLOCK = 500;
  private static final int SPINS_PER_LOOK_AT_THE_CLOCK = 4096;
  private static final long TIMEOUT_NANOS = 5_000_000_000L;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer shared;
  private long turn;

  private CacheLine(ByteBuffer shared) {
    this.shared = shared;
  }

  /**
   * Runs one end until standard input ends.
   *
   * @param arguments the shared file, and "lead" or "follow"
   */
  public static void main(String[] arguments) throws IOException {
    ByteBuffer shared;
    try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ,
        StandardOpenOption.WRITE)) {
      shared = file.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
    }
    CacheLine end = new CacheLine(shared);
    boolean leads = arguments[1].equals("lead");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (commands.readLine() != null) {
      if (leads) {
        Output.print(ROUND_TRIP, end.lead());
      } else {
        end.follow();
      }
    }
  }

  /** The median of the blocks: one that was interrupted by other work does not count. */
  private long lead() {
    long[] nanos = new long[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      long start = System.nanoTime();
      for (int i = 0; i < BLOCK; i++) {
        turn++;
        WORD.setRelease(shared, PING, turn);
        await(PONG);
      }
      nanos[block] = (System.nanoTime() - start) / BLOCK;
    }
    Arrays.sort(nanos);
    return nanos[BLOCKS / 2];
  }

  private void follow() {
    for (int i = 0; i < BLOCKS * BLOCK; i++) {
      turn++;
      await(PING);
      WORD.setRelease(shared, PONG, turn);
    }
  }

  private void await(int word) {
    int spins = 0;
    long start = 0;
    while ((long) WORD.getAcquire(shared, word) != turn) {
      if (++spins % SPINS_PER_LOOK_AT_THE_CLOCK == 0) {
        long now = System.nanoTime();
        if (start == 0) {
          start = now;
        } else if (now - start > TIMEOUT_NANOS) {
          throw new IllegalStateException("the other end did not answer turn " + turn + " within "
              + TIMEOUT_NANOS + " ns");
        }
      }
    }
  }
}
