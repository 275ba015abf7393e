package org.sanswitch.memory;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Memory that is registered with a provider or adapter and so may be used in its transfers (MEM-1).
 *
 * <p>Whoever implements this decides what else it knows (keys, handles). A region is identified by
 * the object; nothing may be concluded from {@code equals}.
 */
@ConsumerType
public interface MemoryRegion {

  /** {@return the memory; its byte size is the length of the region} */
  MemorySegment segment();
}
