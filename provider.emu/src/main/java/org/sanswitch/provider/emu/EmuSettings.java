package org.sanswitch.provider.emu;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.sanswitch.settings.SettingsReader;

/**
 * The checked configuration of an adapter.
 *
 * @param directory where the directories of the users are
 * @param arenaSize most that one side of a connection can allocate, in bytes
 * @param maxMessageSize greatest message in bytes
 * @param rdmaThreshold from how many bytes on RDMA is preferred
 */
record EmuSettings(Path directory, long arenaSize, int maxMessageSize, int rdmaThreshold) {

  static final int MIN_MESSAGE = 4096;
  static final String DIRECTORY = "/dev/shm";
  static final long ARENA_SIZE = 4 << 20;
  static final int MAX_MESSAGE_SIZE = 64 << 10;

  /** Messages are copied twice as RDMA through staging is, and need fewer frames: never RDMA. */
  static final int RDMA_THRESHOLD = Integer.MAX_VALUE;

  EmuSettings {
    within("arena.size", arenaSize, SegmentDescriptor.MIN_ARENA, SegmentDescriptor.MAX_ARENA);
    within("max.message.size", maxMessageSize, MIN_MESSAGE, SegmentDescriptor.MAX_MESSAGE);
    within("rdma.threshold", rdmaThreshold, MIN_MESSAGE, Integer.MAX_VALUE);
  }

  /**
   * Reads what an operator has set; what is not allowed is told by the reader.
   *
   * @param reader reads
   * @param messageBound most that a message may have, in bytes
   */
  static EmuSettings read(SettingsReader reader, int messageBound) {
    int message =
        reader.number(
            "max.message.size", MIN_MESSAGE, SegmentDescriptor.MAX_MESSAGE, MAX_MESSAGE_SIZE);
    return new EmuSettings(
        directory(reader),
        reader.number(
            "arena.size",
            (int) SegmentDescriptor.MIN_ARENA,
            (int) SegmentDescriptor.MAX_ARENA,
            (int) ARENA_SIZE),
        Math.min(message, messageBound),
        reader.number("rdma.threshold", MIN_MESSAGE, Integer.MAX_VALUE, RDMA_THRESHOLD));
  }

  private static Path directory(SettingsReader reader) {
    String given = reader.text("directory", DIRECTORY);
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      reader.problem(
          "directory", "= '" + given + "' is not a path: " + e.getReason() + "; " + DIRECTORY
              + " is used");
      return Path.of(DIRECTORY);
    }
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
