package org.sanswitch.provider.emu;

import java.lang.foreign.MemorySegment;
import org.sanswitch.hal.QueuePair;

/** Memory that the peer may reach: a part of an allocated region, with a key. */
final class EmuRemoteRegion extends EmuRegion implements QueuePair.RemoteRegion {

  private final EmuRegion parent;
  private final RemoteDescriptor key;

  EmuRemoteRegion(
      EmuMemory owner, MemorySegment segment, long start, EmuRegion parent, RemoteDescriptor key) {
    super(owner, segment, start);
    this.parent = parent;
    this.key = key;
  }

  @Override
  public byte[] descriptor() {
    return key.toBytes();
  }

  EmuRegion parent() {
    return parent;
  }

  RemoteDescriptor key() {
    return key;
  }
}
