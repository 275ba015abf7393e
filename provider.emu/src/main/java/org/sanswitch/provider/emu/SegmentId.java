package org.sanswitch.provider.emu;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a peer needs to map a segment.
 *
 * @param directory name of the directory of its owner
 * @param file name in that directory
 * @param size number of bytes
 * @param nonce random number that the segment repeats
 */
record SegmentId(FileId directory, FileId file, long size, long nonce) {

  static final int BYTES = 2 * FileId.BYTES + 2 * Long.BYTES;

  /** {@return the segment that a peer named, or null if its size is out of bounds} */
  static @Nullable SegmentId read(ByteBuffer from) {
    SegmentId id =
        new SegmentId(FileId.read(from), FileId.read(from), from.getLong(), from.getLong());
    long arena = id.size - SegmentDescriptor.ARENA_OFFSET;
    boolean sound = arena >= SegmentDescriptor.MIN_ARENA && arena <= SegmentDescriptor.MAX_ARENA;
    return sound ? id : null;
  }

  void write(ByteBuffer to) {
    directory.write(to);
    file.write(to);
    to.putLong(size).putLong(nonce);
  }

  Path path(UserDirectory user) {
    return user.path().resolve(directory.toString()).resolve(file.toString());
  }
}
