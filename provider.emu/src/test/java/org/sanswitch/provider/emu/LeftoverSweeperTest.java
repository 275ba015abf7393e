package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is found in the directory of a user, only what dead adapters left is removed. */
class LeftoverSweeperTest {

  private static final String FIRST = "0".repeat(32);
  private static final String OTHER = "f".repeat(32);

  @TempDir Path parent;

  private UserDirectory user;

  @BeforeEach
  void open() throws Exception {
    user = UserDirectory.open(parent);
  }

  private Path leftover(String name) throws Exception {
    Path made = Files.createDirectory(user.path().resolve(name));
    Files.createFile(made.resolve(ProcessDirectory.LOCK));
    Files.createFile(made.resolve("segment"));
    return made;
  }

  @Test
  void removesWhatADeadAdapterLeft() throws Exception {
    Path left = leftover(FIRST);
    assertEquals(1, LeftoverSweeper.sweep(user));
    assertFalse(Files.exists(left));
  }

  @Test
  void removesNothingBehindALink() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Path precious = Files.createFile(elsewhere.resolve("precious"));
    Files.createFile(elsewhere.resolve(ProcessDirectory.LOCK));
    Path link = Files.createSymbolicLink(user.path().resolve(FIRST), elsewhere);
    assertEquals(0, LeftoverSweeper.sweep(user));
    assertTrue(Files.exists(precious));
    assertTrue(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void removesTheOthersWhereOneCannotBeRemoved() throws Exception {
    for (String each : new String[]{FIRST, OTHER}) {
      leftover(each);
    }
    Path inner = Files.createDirectory(user.path().resolve(FIRST).resolve("inner"));
    Files.createFile(inner.resolve("file"));
    assertEquals(1, LeftoverSweeper.sweep(user));
    assertTrue(Files.exists(inner));
    assertFalse(Files.exists(user.path().resolve(OTHER)));
  }

  @Test
  void leavesOtherNamesAlone() throws Exception {
    for (String name : new String[]{"x".repeat(32), "0".repeat(31), "0".repeat(31) + "F"}) {
      Path other = leftover(name);
      Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
    }
    assertEquals(0, LeftoverSweeper.sweep(user));
  }
}
