package org.sanswitch.provider.hal.loopback;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Set;
import org.sanswitch.hal.QueuePair;

/** Registered memory of the loopback adapter. */
final class LoopbackMemory implements QueuePair.RemoteRegion {

  final LoopbackQueuePair owner;
  final int key;
  final Set<QueuePair.Access> access;
  private final MemorySegment segment;
  int users;
  boolean gone;

  LoopbackMemory(
      LoopbackQueuePair owner, int key, MemorySegment segment, Set<QueuePair.Access> access) {
    this.owner = owner;
    this.key = key;
    this.segment = segment;
    this.access = Set.copyOf(access);
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public byte[] descriptor() {
    return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
  }
}
