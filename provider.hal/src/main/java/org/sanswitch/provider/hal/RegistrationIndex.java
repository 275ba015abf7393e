package org.sanswitch.provider.hal;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Registrations by connection and address, in one sorted array, so that one is found without
 * allocation. Guard of everything: the cache's lock.
 */
final class RegistrationIndex {

  private static final int INITIAL = 16;

  private @Nullable Registration[] sorted = new @Nullable Registration[INITIAL];
  private int count;

  /** {@return number of registrations} */
  int count() {
    return count;
  }

  /** {@return a registration, by its place from 0} */
  Registration get(int at) {
    return Objects.requireNonNull(sorted[at]);
  }

  /** Takes a registration in. */
  void add(Registration registration) {
    if (count == sorted.length) {
      sorted = Arrays.copyOf(sorted, count * 2);
    }
    int at = after(registration.owner, registration.address);
    System.arraycopy(sorted, at, sorted, at + 1, count - at);
    sorted[at] = registration;
    count++;
  }

  /** Forgets a registration; nothing happens if it is not there. */
  @SuppressWarnings("ReferenceEquality") // a registration is itself
  void remove(Registration registration) {
    int at = after(registration.owner, registration.address) - 1;
    while (at >= 0 && isOf(registration.owner, at)) {
      if (get(at) == registration) {
        count--;
        System.arraycopy(sorted, at + 1, sorted, at, count - at);
        sorted[count] = null;
        return;
      }
      at--;
    }
  }

  /**
   * {@return one that is kept and serves, the one that begins last, or null}
   *
   * @param owner the connection
   * @param memory what is to be registered
   * @param read whether it is to be read
   * @param write whether it is to be written
   */
  @Nullable
  Registration findKept(HalConnection owner, MemorySegment memory, boolean read, boolean write) {
    for (int at = after(owner, memory.address()) - 1; at >= 0 && isOf(owner, at); at--) {
      Registration each = get(at);
      if (!each.used && each.serves(memory, read, write)) {
        return each;
      }
    }
    return null;
  }

  private boolean isOf(HalConnection owner, int at) {
    return get(at).owner.number == owner.number;
  }

  /** {@return the place behind all of that connection that begin at that address or before} */
  private int after(HalConnection owner, long address) {
    int from = 0;
    int to = count;
    while (from < to) {
      int middle = (from + to) >>> 1;
      Registration each = get(middle);
      int order = Long.compare(each.owner.number, owner.number);
      if (order < 0 || (order == 0 && each.address <= address)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
