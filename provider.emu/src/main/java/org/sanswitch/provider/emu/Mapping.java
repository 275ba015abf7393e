package org.sanswitch.provider.emu;

import java.lang.foreign.MemorySegment;
import org.sanswitch.hal.AdapterException;

/** A segment as the queues see it, whichever way it came to be mapped. */
interface Mapping {

  /** {@return all of it} */
  MemorySegment memory();

  /** {@return where it starts; valid until it is unmapped} */
  long address();

  /** {@return number of bytes of the arena} */
  long arenaSize();

  /** {@return whether threads of the owner run a process-wide barrier before they sleep} */
  boolean ownerRunsBarrier();

  /**
   * Reserves memory up to an offset.
   *
   * @throws AdapterException NO_RESOURCES with NO_SHARED_MEMORY and the numbers
   */
  void reserve(long upTo) throws AdapterException;
}
