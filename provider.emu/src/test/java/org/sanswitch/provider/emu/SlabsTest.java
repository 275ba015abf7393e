package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sanswitch.rules.Rules;

class SlabsTest {

  private static final long SIZE = 4L << 20;

  @TempDir private Path directory;

  private final Slabs slabs = new Slabs();
  private Path file;
  private int fd;

  @BeforeEach
  void open() throws IOException {
    file = directory.resolve("mapped");
    Files.write(file, new byte[(int) SIZE]);
    fd = Libc.open(file.toString(), Libc.O_RDWR | Libc.O_CLOEXEC, 0);
  }

  @AfterEach
  void close() {
    slabs.close();
    Libc.close(fd);
  }

  private boolean isMapped() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.anyMatch(line -> line.contains(file.toString()));
    }
  }

  @Test
  void mapsAFileForReadingAndWriting() throws IOException {
    Slabs.Piece piece = slabs.map(fd, SIZE);
    piece.memory().set(ValueLayout.JAVA_BYTE, SIZE - 1, (byte) 7);
    assertEquals(7, Files.readAllBytes(file)[(int) SIZE - 1]);
    piece.unmap();
  }

  /** Late accesses find empty pages, and the file is not touched. */
  @Rules("CLO-8")
  @Test
  void givesTheFileUpAtOnceAndLeavesEmptyPages() throws IOException {
    Slabs.Piece piece = slabs.map(fd, SIZE);
    MemorySegment memory = piece.memory();
    memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
    assertTrue(isMapped());
    piece.unmap();
    assertFalse(isMapped());
    assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, 0));
    memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 8);
    assertEquals(7, Files.readAllBytes(file)[0]);
  }

  /** To close an arena costs a handshake with all threads. */
  @Test
  void closesOneArenaForManySegments() throws IOException {
    Set<MemorySegment.Scope> arenas = new HashSet<>();
    int pieces = 2 * (int) (Slabs.SLAB_BYTES / SIZE);
    for (int i = 0; i < pieces; i++) {
      Slabs.Piece piece = slabs.map(fd, SIZE);
      arenas.add(piece.memory().scope());
      piece.unmap();
    }
    assertEquals(2, arenas.size());
    assertEquals(1, arenas.stream().filter(MemorySegment.Scope::isAlive).count());
  }

  @Test
  void doesNotUseAddressesAgainWhileASegmentOfTheSlabIsMapped() throws IOException {
    Slabs.Piece first = slabs.map(fd, SIZE);
    long last = first.memory().address();
    int pieces = 2 * (int) (Slabs.SLAB_BYTES / SIZE);
    for (int i = 0; i < pieces; i++) {
      Slabs.Piece piece = slabs.map(fd, SIZE);
      assertNotEquals(last, piece.memory().address());
      last = piece.memory().address();
      assertNotEquals(first.memory().address(), last);
      piece.unmap();
    }
    assertTrue(first.memory().scope().isAlive());
    first.unmap();
    assertFalse(first.memory().scope().isAlive());
  }

  @Test
  void unmapsOnce() throws IOException {
    Slabs.Piece first = slabs.map(fd, SIZE);
    Slabs.Piece second = slabs.map(fd, SIZE);
    first.unmap();
    first.unmap();
    slabs.close();
    assertTrue(second.memory().scope().isAlive());
    second.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    second.unmap();
    assertFalse(second.memory().scope().isAlive());
  }

  @Test
  void carriesASegmentThatIsGreaterThanASlab() throws IOException {
    long size = 2 * Slabs.SLAB_BYTES;
    Slabs.Piece great = slabs.map(fd, size);
    assertEquals(size, great.memory().byteSize());
    Slabs.Piece next = slabs.map(fd, SIZE);
    great.unmap();
    assertFalse(great.memory().scope().isAlive());
    next.unmap();
  }

  @Test
  void mapsNothingThatIsNoFileAndNothingAfterItsClose() throws IOException {
    assertThrows(IOException.class, () -> slabs.map(-1, SIZE));
    Slabs.Piece piece = slabs.map(fd, SIZE);
    assertSame(piece.memory().scope(), piece.memory().asSlice(1).scope());
    piece.unmap();
    slabs.close();
    assertThrows(IOException.class, () -> slabs.map(fd, SIZE));
  }
}
