package org.sanswitch.provider.emu;

import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_ACCESS;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_LENGTH;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_START;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_USERS;
import static org.sanswitch.provider.emu.SegmentDescriptor.KEY_VALUE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.memory.BufferVector;

/**
 * Reaches memory that the peer has registered: plain copies in its segment, after a look at its key
 * table (MEM-2). Used by the sending thread.
 */
final class RemoteAccess {

  private final long peer;
  private final long arenaSize;

  RemoteAccess(long peer, long arenaSize) {
    this.peer = peer;
    this.arenaSize = arenaSize;
  }

  AdapterError write(BufferVector local, byte[] remote, long offset) {
    return transfer(local, remote, offset, RemoteKeys.WRITE);
  }

  AdapterError read(BufferVector local, byte[] remote, long offset) {
    return transfer(local, remote, offset, RemoteKeys.READ);
  }

  private AdapterError transfer(BufferVector local, byte[] remote, long offset, int access) {
    RemoteDescriptor descriptor = RemoteDescriptor.of(remote);
    if (descriptor == null) {
      return AdapterError.REMOTE_ACCESS;
    }
    long key = peer + SegmentDescriptor.key(descriptor.index());
    var _ = RawMemory.addLong(key + KEY_USERS, 1L);
    try {
      if (RawMemory.getLongVolatile(key + KEY_VALUE) != descriptor.value()) {
        return AdapterError.REMOTE_ACCESS;
      }
      long start = RawMemory.getLong(key + KEY_START);
      long length = RawMemory.getLong(key + KEY_LENGTH);
      int allowed = RawMemory.getInt(key + KEY_ACCESS);
      boolean sound =
          start >= 0 && length >= 0 && start <= arenaSize && length <= arenaSize - start;
      if (!sound
          || (allowed & access) == 0
          || offset < 0
          || offset > length
          || local.totalLength() > length - offset) {
        return AdapterError.REMOTE_ACCESS;
      }
      long at = peer + SegmentDescriptor.ARENA_OFFSET + start + offset;
      if (access == RemoteKeys.WRITE) {
        local.copyTo(RawMemory.ALL, at);
      } else {
        copyFrom(at, local);
      }
      return AdapterError.OK;
    } finally {
      var _ = RawMemory.addLong(key + KEY_USERS, -1L);
    }
  }

  private void copyFrom(long from, BufferVector local) {
    long at = from;
    for (int i = 0; i < local.count(); i++) {
      MemorySegment segment = local.segment(i);
      byte[] array = local.array(i);
      int length = local.length(i);
      if (segment != null) {
        MemorySegment.copy(RawMemory.ALL, at, segment, local.offset(i), length);
      } else if (array != null) {
        MemorySegment.copy(RawMemory.ALL, ValueLayout.JAVA_BYTE, at, array, (int) local.offset(i),
            length);
      }
      at += length;
    }
  }
}
