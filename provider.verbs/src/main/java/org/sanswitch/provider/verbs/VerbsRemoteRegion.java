package org.sanswitch.provider.verbs;

import java.lang.foreign.MemorySegment;
import org.sanswitch.hal.QueuePair;

/** Memory that the connected peer may reach. */
final class VerbsRemoteRegion extends VerbsRegion implements QueuePair.RemoteRegion {

  private final RemoteDescriptor descriptor;

  VerbsRemoteRegion(VerbsMemory owner, MemorySegment segment, int access, long handle) {
    super(owner, segment, access, handle, null);
    this.descriptor =
        new RemoteDescriptor(
            segment.address(), segment.byteSize(),
            Raw.getInt(handle + VerbsLayout.MR_RKEY));
  }

  @Override
  public byte[] descriptor() {
    return descriptor.encode();
  }
}
