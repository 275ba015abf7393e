package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sockets, descriptors and the event loop over them. */
@Timeout(120)
class UnixSocketTest {

  private static final int FOR_LONG = 30_000;

  @TempDir private Path directory;

  private final List<UnixSocket> open = new ArrayList<>();
  private UnixSocket listener;
  private UnixSocket client;
  private UnixSocket server;

  @BeforeEach
  void connect() throws IOException {
    Path path = directory.resolve("s");
    listener = keep(UnixSocket.listen(path, 1));
    client = keep(UnixSocket.connect(path));
    server = keep(listener.accept());
  }

  @AfterEach
  void close() {
    open.forEach(UnixSocket::close);
  }

  private UnixSocket keep(UnixSocket socket) {
    assertNotNull(socket);
    open.add(socket);
    return socket;
  }

  /** The number alone says nothing: another thread may have been given it for a file of its own. */
  private static boolean isOpen(int fd, Path file) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).equals(file);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void carriesBytesAndTellsTheEnd() throws IOException {
    byte[] sent = {1, 2, 3};
    byte[] got = new byte[3];
    assertEquals(0, server.read(got, 0, 3));
    assertEquals(3, client.write(sent, 3));
    assertEquals(2, server.read(got, 0, 2));
    assertEquals(1, server.read(got, 2, 1));
    assertArrayEquals(sent, got);
    client.shutdownOutput();
    assertEquals(-1, server.read(got, 0, 3));
  }

  @Test
  void tellsTheUserOfThePeerByNumber() throws IOException {
    assertEquals(Libc.effectiveUser(), client.peerUser());
    assertEquals(Libc.effectiveUser(), server.peerUser());
  }

  @Test
  void doesNotWaitForRoomInAQueue() throws IOException {
    assertNull(listener.accept());
    Path path = directory.resolve("s");
    UnixSocket next = UnixSocket.connect(path);
    for (int i = 0; next != null; i++) {
      assertTrue(i < 10, "a queue for 1 took " + i);
      keep(next);
      next = UnixSocket.connect(path);
    }
  }

  @Test
  void refusesAPathThatDoesNotFitAndOneThatLeadsNowhere() {
    assertThrows(IOException.class, () -> UnixSocket.listen(directory.resolve("x".repeat(120)), 1));
    assertThrows(IOException.class, () -> UnixSocket.connect(directory.resolve("nobody")));
  }

  @Test
  void ringsWithoutWaitingHoweverOften() {
    for (int i = 0; i < 100_000; i++) {
      client.ring();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment scratch = arena.allocate(64);
      MemorySegment state = Libc.newState(arena);
      assertTrue(server.skip(scratch, state));
      client.close();
      assertFalse(server.skip(scratch, state) && skipAll(server, scratch, state));
    }
    client.ring();
  }

  private static boolean skipAll(UnixSocket socket, MemorySegment scratch, MemorySegment state) {
    for (int i = 0; i < 1_000_000; i++) {
      if (!socket.skip(scratch, state)) {
        return false;
      }
    }
    return true;
  }

  /** Else a thread inside could use the number for the file of somebody else. */
  @Test
  void aDescriptorIsClosedByTheLastOneOut() throws IOException {
    Path file = Files.createFile(directory.resolve("file")).toRealPath();
    Descriptor used = new Descriptor(Libc.open(file.toString(), Libc.O_RDWR | Libc.O_CLOEXEC, 0));
    assertTrue(used.enter());
    assertTrue(used.close());
    assertTrue(isOpen(used.fd(), file));
    assertFalse(used.enter());
    assertFalse(used.close());
    used.leave();
    assertFalse(isOpen(used.fd(), file));
  }

  /** No wake-up is needed, so that a connect does not wake the thread of its own process. */
  @Test
  void watchesASocketThatIsAddedWhileItWaits() throws Exception {
    Epoll epoll = Epoll.open();
    EventLoop loop = new EventLoop(epoll);
    AtomicInteger ready = new AtomicInteger();
    byte[] one = new byte[1];
    Thread waiting = Thread.ofPlatform().daemon().start(() -> {
      while (ready.get() == 0 && loop.run(1_000_000L * FOR_LONG) == 0) {}
    });
    while (waiting.getState() != Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    loop.register(server.descriptor(), () -> {
      try {
        ready.addAndGet(server.read(one, 0, 1));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
    assertEquals(1, client.write(one, 1));
    waiting.join();
    assertEquals(1, ready.get());
    loop.close(() -> {});
  }

  @Test
  void tellsNothingOfASocketThatIsWatchedNoLonger() throws IOException {
    EventLoop loop = new EventLoop(Epoll.open());
    AtomicInteger ready = new AtomicInteger();
    EventLoop.Watch watch = loop.register(server.descriptor(), ready::incrementAndGet);
    client.ring();
    assertEquals(1, loop.run(0));
    watch.end();
    watch.end();
    assertEquals(0, loop.run(0));
    assertEquals(1, ready.get());
    loop.close(() -> {});
    assertThrows(IOException.class, () -> loop.register(server.descriptor(), () -> {}));
  }

  @Test
  void wakesOnceForManyTasksThatWereLeft() throws IOException {
    EventLoop loop = new EventLoop(Epoll.open());
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      loop.execute(done::incrementAndGet);
    }
    assertEquals(3, loop.run(1_000_000L * FOR_LONG));
    assertEquals(3, done.get());
    assertEquals(0, loop.run(0));
    loop.execute(done::incrementAndGet);
    assertEquals(1, loop.run(1_000_000L * FOR_LONG));
    loop.close(() -> {});
  }
}
