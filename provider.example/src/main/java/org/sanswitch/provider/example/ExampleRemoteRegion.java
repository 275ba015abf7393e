package org.sanswitch.provider.example;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Set;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.QueuePair.Access;

/** Memory that the peer may reach: whoever has the key may use it, but over this connection only. */
final class ExampleRemoteRegion extends ExampleRegion implements QueuePair.RemoteRegion {

  private final long key;

  ExampleRemoteRegion(MemorySegment segment, Set<Access> access, long key) {
    super(segment, access, null);
    this.key = key;
  }

  long key() {
    return key;
  }

  @Override
  public byte[] descriptor() {
    return ByteBuffer.allocate(Long.BYTES).putLong(key).array();
  }
}
