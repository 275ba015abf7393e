package org.sanswitch.noise;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Holds the calling thread up. It is in the state RUNNABLE meanwhile, as when the operating system runs another one: tests
 * that wait until a thread is blocked must not take it for that.
 */
public final class Pauses {

  /** More places share their counts. */
  private static final int PLACES = 1 << 16;

  /** Each of the first passes is held up, */
  private static final int ALWAYS = 5;

  /** then so many of each time as many as before, */
  private static final int THEN = 8;

  /** and none after so many: what runs often would last for hours. */
  private static final int MOST = 4_000;

  private static final MethodHandle USLEEP = Linker.nativeLinker()
    .downcallHandle(Linker.nativeLinker().defaultLookup().find("usleep").orElseThrow(),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private static final AtomicIntegerArray PASSES = new AtomicIntegerArray(PLACES);

  /** No pause is longer, in microseconds; 0 for none. Guard: volatile. */
  private static volatile int micros;

  private Pauses() {}

  /** No pause is longer from now on. */
  static void set(int most) {
    micros = most;
  }

  /**
   * Noisy code calls this; any thread.
   *
   * @param place its number
   */
  public static void at(int place) {
    int most = micros;
    if (most > 0 && isHeldUp(PASSES.incrementAndGet(place % PLACES))) {
      sleep(ThreadLocalRandom.current().nextInt(most));
    }
  }

  private static boolean isHeldUp(int pass) {
    return pass > 0 && pass <= MOST
        && (pass <= ALWAYS || ThreadLocalRandom.current().nextInt(pass) < THEN);
  }

  private static void sleep(int microseconds) {
    try {
      int ignored = (int) USLEEP.invokeExact(microseconds);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
