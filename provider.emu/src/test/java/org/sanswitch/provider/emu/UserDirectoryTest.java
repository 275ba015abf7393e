package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;

/** Directories: whose they are, what is left in them, and when they are full. */
@Timeout(60)
class UserDirectoryTest {

  static Path userDirectory(Path parent) {
    return parent.resolve("sanswitch-" + Libc.effectiveUser());
  }

  private static void assertUnsafe(Bench bench) {
    AdapterException failed = assertThrows(AdapterException.class, bench::host);
    assertEquals(RouteReason.RENDEZVOUS_UNSAFE, failed.reason());
  }

  @Test
  void refusesADirectoryThatOthersCanEnter() throws Exception {
    try (Bench bench = new Bench()) {
      Path path = Files.createDirectory(userDirectory(bench.directory));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
      assertUnsafe(bench);
    }
  }

  @Test
  void refusesADirectoryThatIsALink() throws Exception {
    try (Bench bench = new Bench()) {
      Path other = Files.createDirectory(bench.directory.resolve("other"));
      Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
      Files.createSymbolicLink(userDirectory(bench.directory), other);
      assertUnsafe(bench);
    }
  }

  @Test
  void refusesADirectoryOfAnotherUser() throws Exception {
    try (Bench bench = new Bench()) {
      Path path = Files.createDirectory(userDirectory(bench.directory));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      boolean given = false;
      try {
        Files.setAttribute(path, "unix:uid", 12345);
        given = true;
      } catch (java.io.IOException e) {
        assumeTrue(given, "only root can give a directory away");
      }
      assertUnsafe(bench);
      Files.setAttribute(path, "unix:uid", Libc.effectiveUser());
    }
  }

  @Test
  void saysThatThereIsNoDirectory() throws Exception {
    try (Bench bench = new Bench()) {
      AdapterException failed =
          assertThrows(
              AdapterException.class,
              () -> bench.host(EmuSettings.in(bench.directory.resolve("none"))));
      assertEquals(RouteReason.NO_SHARED_MEMORY, failed.reason());
    }
  }

  /** By lock: what a live adapter has stays, in this JVM too. */
  @Test
  void sweepsOnlyWhatNobodyHolds() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      Path dead = userDirectory(bench.directory).resolve("0".repeat(32));
      Files.createDirectory(dead);
      Files.createFile(dead.resolve("lock"));
      Files.createFile(dead.resolve("1".repeat(32)));
      Path young = userDirectory(bench.directory).resolve("2".repeat(32));
      Files.createDirectory(young);
      Path dangling = userDirectory(bench.directory).resolve("r").resolve("1-2-3");
      Files.createSymbolicLink(dangling, Path.of("..", "0".repeat(32), "s-2-3"));
      try (var _ = bench.host()) {
        assertFalse(Files.exists(dead));
        assertTrue(Files.exists(young));
        assertFalse(Files.isSymbolicLink(dangling));
      }
      Bench.Pair again = bench.pair(pair.clientHost(), pair.serverHost());
      assertEquals(AdapterError.OK, again.client().send(new byte[100]));
    }
  }

  /** A full or tiny memory file system is a reason for TCP/IP, not a crash. */
  @Test
  void saysThatSharedMemoryIsFull() throws Exception {
    assumeTrue(Libc.effectiveUser() == 0, "only root can mount a small file system");
    Path mount = Files.createTempDirectory("tiny");
    run("mount", "-t", "tmpfs", "-o", "size=256k,mode=1777", "tmpfs", mount.toString());
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host(EmuSettings.in(mount));
      QueuePair first = host.adapter.createQueuePair("first");
      first.allocate(64 << 10);
      AdapterException full =
          assertThrows(AdapterException.class, () -> first.allocate(1 << 20));
      assertEquals(AdapterError.NO_RESOURCES, full.error());
      assertEquals(RouteReason.NO_SHARED_MEMORY, full.reason());
      List<QueuePair> more = new ArrayList<>();
      full =
          assertThrows(
              AdapterException.class,
              () -> {
                while (true) {
                  more.add(host.adapter.createQueuePair("more"));
                }
              });
      assertEquals(RouteReason.NO_SHARED_MEMORY, full.reason());
      host.close();
    } finally {
      run("umount", "-l", mount.toString());
      Files.delete(mount);
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assumeTrue(process.waitFor() == 0, () -> "cannot run " + String.join(" ", command));
  }
}
