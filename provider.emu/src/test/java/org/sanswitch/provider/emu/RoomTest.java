package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Room is reserved through the mapping, and through the descriptor where the kernel is too old. */
class RoomTest {

  private static final int MADV_POPULATE_WRITE = 23;
  private static final long ROOM = 256 << 10;

  private final Slabs slabs = new Slabs();
  private Path mount;
  private Path file;
  private Slabs.Piece piece;
  private int fd;

  /** Calls that were made, by the number of the advice. Guard: the test's thread. */
  private final List<Integer> given = new ArrayList<>();

  private int ofKernel(long address, long length, int advice) {
    given.add(advice);
    return Room.ofKernel(address, length, advice);
  }

  private int ofOldKernel(long address, long length, int advice) {
    given.add(advice);
    return advice == MADV_POPULATE_WRITE
        ? -Libc.EINVAL
        : Room.ofKernel(address, length, advice);
  }

  /** A file system of 256 KiB, with a mapped file that is greater. */
  @BeforeEach
  void mapFile() throws Exception {
    assumeTrue(Libc.effectiveUser() == 0, "only root can mount a small file system");
    mount = Files.createTempDirectory("room");
    run("mount", "-t", "tmpfs", "-o", "size=" + ROOM, "tmpfs", mount.toString());
    file = mount.resolve("mapped");
    fd = Libc.open(file.toString(), Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, 0600);
    run("truncate", "-s", String.valueOf(8 * ROOM), file.toString());
    piece = slabs.map(fd, 8 * ROOM);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mount != null) {
      slabs.close();
      run("umount", "-l", mount.toString());
      Files.delete(mount);
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assumeTrue(process.waitFor() == 0, () -> "cannot run " + String.join(" ", command));
  }

  /** {@return number of bytes that the file system has no room for any more} */
  private long used() throws IOException {
    var store = Files.getFileStore(file);
    return store.getTotalSpace() - store.getUnallocatedSpace();
  }

  private boolean isOpen() throws IOException {
    Path link = Path.of("/proc/self/fd/" + fd);
    return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(file);
  }

  @Test
  void needsNoDescriptorAfterTheFirstTime() throws Exception {
    assumeTrue(Room.ofKernel(piece.memory().address(), 0, MADV_POPULATE_WRITE) == 0,
        "Linux 5.14");
    try (Room room = new Room(this::ofKernel, piece.memory().address(), fd)) {
      room.reserve(0, Room.PAGE);
      assertFalse(isOpen());
      room.reserve(Room.PAGE, 9L * Room.PAGE);
      assertEquals(10L * Room.PAGE, used());
      piece.memory().set(ValueLayout.JAVA_BYTE, 10L * Room.PAGE - 1, (byte) 1);
      assertEquals(10L * Room.PAGE, used(), "what is reserved is counted once");
    }
    piece.unmap();
  }

  @Test
  void saysThatThereIsNoRoomAndTakesNone() throws Exception {
    try (Room room = new Room(this::ofKernel, piece.memory().address(), fd)) {
      room.reserve(0, Room.PAGE);
      IOException full =
          assertThrows(IOException.class, () -> room.reserve(Room.PAGE, 2 * ROOM));
      assertTrue(full.getMessage().contains("gives error"), full.getMessage());
      assertEquals(Room.PAGE, used());
      room.reserve(Room.PAGE, ROOM / 2);
      assertEquals(Room.PAGE + ROOM / 2, used());
    }
    piece.unmap();
  }

  @Test
  void keepsTheDescriptorWhereTheKernelIsTooOld() throws Exception {
    Room room = new Room(this::ofOldKernel, piece.memory().address(), fd);
    room.reserve(0, Room.PAGE);
    room.reserve(Room.PAGE, Room.PAGE);
    assertEquals(List.of(MADV_POPULATE_WRITE), given, "it is asked once");
    assertTrue(isOpen());
    assertEquals(2L * Room.PAGE, used());
    IOException full =
        assertThrows(IOException.class, () -> room.reserve(2L * Room.PAGE, 2 * ROOM));
    assertEquals("posix_fallocate gives error 28", full.getMessage());
    assertEquals(2L * Room.PAGE, used());
    room.close();
    assertFalse(isOpen());
    piece.unmap();
  }
}
