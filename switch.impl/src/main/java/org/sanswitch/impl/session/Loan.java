package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.memory.Lease;
import org.sanswitch.memory.MemoryRegion;

/**
 * Memory of the application in the hands of the provider.
 *
 * @param memory the memory; it is not collected while this is there
 * @param region its registration
 * @param lease where the provider alone touches it: its registration may be kept for the next transfer;
 *     null where the peer does, too
 */
record Loan(MemorySegment memory, MemoryRegion region, @Nullable Lease lease) {}
