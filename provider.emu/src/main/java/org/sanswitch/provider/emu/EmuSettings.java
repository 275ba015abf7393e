package org.sanswitch.provider.emu;

import java.nio.file.Path;

/**
 * The checked configuration of an adapter.
 *
 * @param directory where the directories of the users are
 * @param arenaSize most that one side of a connection can allocate, in bytes
 * @param maxMessageSize greatest message in bytes
 * @param rdmaThreshold from how many bytes on RDMA is preferred
 */
record EmuSettings(Path directory, long arenaSize, int maxMessageSize, int rdmaThreshold) {

  static final String DIRECTORY = "/dev/shm";
  static final long ARENA_SIZE = 4 << 20;
  static final int MAX_MESSAGE_SIZE = 64 << 10;
  static final int RDMA_THRESHOLD = 1 << 20;

  EmuSettings {
    within("arena.size", arenaSize, SegmentDescriptor.MIN_ARENA, SegmentDescriptor.MAX_ARENA);
    within("max.message.size", maxMessageSize, 4096, SegmentDescriptor.MAX_MESSAGE);
    within("rdma.threshold", rdmaThreshold, 4096, Integer.MAX_VALUE);
  }

  /** {@return the settings of an operator} */
  static EmuSettings of(EmuConfig config) {
    return new EmuSettings(
        Path.of(config.directory()),
        config.arena_size(),
        config.max_message_size(),
        config.rdma_threshold());
  }

  /** {@return the settings that rule without a configuration, in another directory} */
  static EmuSettings in(Path directory) {
    return new EmuSettings(directory, ARENA_SIZE, MAX_MESSAGE_SIZE, RDMA_THRESHOLD);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " " + value + " is not in " + least + " to " + most);
    }
  }
}
