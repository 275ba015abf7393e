package org.sanswitch.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** MEM-5: the switch tells caches that memory goes. */
@Rules("MEM-5")
@Timeout(60)
class ApplicationMemoryTest {

  private static final long BOUND_NANOS = 30_000_000_000L;
  private static final int SIZE = 4096;
  private static final Set<Access> BOTH = EnumSet.allOf(Access.class);
  private static final Set<Access> READ = EnumSet.of(Access.READ);

  private final ApplicationMemory memory = new ApplicationMemory();
  private final CachingProvider provider = new CachingProvider();

  private Lease register(ByteBuffer buffer) throws WsaException {
    return register(provider.port, buffer, BOTH);
  }

  private Lease register(ProviderPort port, ByteBuffer buffer, Set<Access> access)
      throws WsaException {
    return memory.register(
        port, provider.socket, buffer, MemorySegment.ofBuffer(buffer), access);
  }

  /** {@return a buffer with a life of its own at the place of other memory} */
  private static ByteBuffer at(MemorySegment place) {
    return MemorySegment.ofAddress(place.address())
      .reinterpret(place.byteSize(), Arena.ofAuto(), null)
      .asByteBuffer();
  }

  private void assertFault(ByteBuffer buffer) {
    assertEquals(WsaError.WSAEFAULT,
        assertThrows(WsaException.class, () -> register(buffer)).error());
  }

  /** Collects until it is so. */
  private static void collectUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "not collected in time");
      System.gc();
    }
  }

  @Test
  void registersFromThePositionToTheLimit() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100).position(10).limit(30);
    Lease lease = register(buffer);
    assertEquals(20, lease.region().segment().byteSize());
    assertEquals(MemorySegment.ofBuffer(buffer).address(), lease.region().segment().address());
    lease.release();
    assertEquals(List.of("register", "deregister"), provider.calls);
    lease = register(buffer);
    lease.release();
    assertEquals(List.of("register", "deregister", "hit", "deregister"), provider.calls);
    Reference.reachabilityFence(buffer);
  }

  @Test
  void refusesWhatMustBeCopied() throws Exception {
    assertFault(ByteBuffer.allocate(8));
    assertFault(ByteBuffer.allocateDirect(8).asReadOnlyBuffer());
    try (Arena confined = Arena.ofConfined()) {
      assertFault(confined.allocate(8).asByteBuffer());
    }
    assertEquals(List.of(), provider.calls);
  }

  /** Somebody could close it in the middle of a transfer, and hardware would not notice. */
  @Test
  void lendsNoMemoryOfAnArenaThatCanBeClosed() throws Exception {
    ByteBuffer closed;
    try (Arena arena = Arena.ofShared()) {
      closed = arena.allocate(8).asByteBuffer();
      assertFault(closed);
      assertFault(closed.slice(1, 2));
      assertFalse(ApplicationMemory.isLendable(MemorySegment.ofBuffer(closed)));
    }
    assertFault(closed);
    assertTrue(ApplicationMemory.isLendable(Arena.ofAuto().allocate(8)));
    assertTrue(ApplicationMemory.isLendable(Arena.global().allocate(8)));
    assertEquals(List.of(), provider.calls);
    assertEquals(0, memory.lives());
  }

  @Test
  void keepsReadOnlyMemoryReadOnly() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8).asReadOnlyBuffer();
    register(provider.port, buffer, READ).release();
    assertTrue(provider.given.get(0).isReadOnly());
  }

  /** A cache holds what it was given; that must not be the buffer. */
  @Test
  void givesProvidersNothingThatHoldsABuffer() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    register(buffer).release();
    assertNotEquals(MemorySegment.ofBuffer(buffer).scope(), provider.given.get(0).scope());
    MemorySegment segment = Arena.ofAuto().allocate(SIZE);
    register(segment.asByteBuffer()).release();
    assertNotEquals(segment.scope(), provider.given.get(1).scope());
  }

  @Test
  void evictsABufferThatWasCollected() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    register(buffer).release();
    WeakReference<ByteBuffer> seen = new WeakReference<>(buffer);
    buffer = null;
    collectUntil(() -> seen.refersTo(null));
    assertEquals(1, provider.kept.size());
    collectUntil(() -> {
      memory.sweep();
      return provider.kept.isEmpty();
    });
    assertEquals(0, memory.lives());
  }

  @Test
  void evictsMemoryOfAnAutomaticArenaThatWasCollected() throws Exception {
    ByteBuffer buffer = Arena.ofAuto().allocate(SIZE).asByteBuffer();
    register(buffer.slice(0, 8)).release();
    register(buffer).release();
    assertEquals(1, memory.lives());
    WeakReference<Object> seen = new WeakReference<>(MemorySegment.ofBuffer(buffer).scope());
    buffer = null;
    collectUntil(() -> seen.refersTo(null));
    collectUntil(() -> {
      memory.sweep();
      return provider.kept.isEmpty();
    });
  }

  /** A provider that looks at scopes as the hardware abstraction does finds all of them again. */
  @Test
  void takesSlicesAndDuplicatesOfABufferForTheSameMemory() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    for (ByteBuffer each : List.of(buffer.slice(), buffer, buffer.duplicate(),
        buffer.slice(8, 16))) {
      register(each).release();
    }
    assertEquals(1, memory.lives());
    for (MemorySegment each : provider.given) {
      assertEquals(provider.given.get(0).scope(), each.scope());
    }
    ByteBuffer other = ByteBuffer.allocateDirect(SIZE);
    register(other).release();
    assertNotEquals(provider.given.get(0).scope(), provider.given.getLast().scope());
    Reference.reachabilityFence(buffer);
    Reference.reachabilityFence(other);
  }

  @Test
  void goesOnWithABufferWhoseFirstSliceWasCollected() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    ByteBuffer slice = buffer.slice();
    register(slice).release();
    register(buffer).release();
    WeakReference<ByteBuffer> seen = new WeakReference<>(slice);
    slice = null;
    collectUntil(() -> seen.refersTo(null));
    for (int i = 0; i < 10; i++) {
      System.gc();
      memory.sweep();
    }
    assertEquals(1, memory.lives());
    assertEquals(1, provider.kept.size());
    Reference.reachabilityFence(buffer);
  }

  /** The address comes back before anybody has noticed that the memory went. */
  @Test
  void evictsWhatWasAtTheAddressBeforeOtherMemoryIsRegisteredThere() throws Exception {
    MemorySegment place = Arena.ofAuto().allocate(SIZE);
    ByteBuffer first = at(place);
    register(first).release();
    ByteBuffer second = at(place);
    register(second).release();
    assertEquals(List.of("register", "deregister", "evict", "register", "deregister"),
        provider.calls);
    Reference.reachabilityFence(place);
    Reference.reachabilityFence(first);
    Reference.reachabilityFence(second);
  }

  @Test
  void holdsABufferWhileItIsRegistered() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    WeakReference<ByteBuffer> seen = new WeakReference<>(buffer);
    Lease lease = register(buffer);
    buffer = null;
    for (int i = 0; i < 10; i++) {
      System.gc();
      memory.sweep();
    }
    assertNotNull(seen.get());
    lease.release();
    assertEquals(List.of("register", "deregister"), provider.calls);
    assertEquals(1, provider.kept.size());
  }

  /** Memory that is in use must not go, whatever becomes of the objects around it. */
  @Test
  void holdsABufferWhoseLeaseWasDropped() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    WeakReference<ByteBuffer> seen = new WeakReference<>(buffer);
    register(buffer);
    buffer = null;
    for (int i = 0; i < 10; i++) {
      System.gc();
      memory.sweep();
    }
    assertNotNull(seen.get());
    assertEquals(List.of("register"), provider.calls);
  }

  /** One thread has found the old memory gone, and has not told the provider yet. */
  @Test
  void tellsOfOldMemoryBeforeNewIsRegisteredThoughAnotherThreadIsAboutTo() throws Exception {
    MemorySegment place = Arena.ofAuto().allocate(SIZE);
    ByteBuffer first = at(place);
    register(first).release();
    WeakReference<Object> seen = new WeakReference<>(MemorySegment.ofBuffer(first).scope());
    first = null;
    collectUntil(() -> seen.refersTo(null));
    CountDownLatch telling = new CountDownLatch(1);
    CountDownLatch registered = new CountDownLatch(1);
    Thread sweeper = Thread.ofPlatform().unstarted(() -> collectUntil(() -> {
      memory.sweep();
      return memory.lives() == 0;
    }));
    provider.beforeEvict = () -> {
      if (Thread.currentThread() == sweeper) {
        telling.countDown();
        awaitQuietly(registered);
      }
    };
    sweeper.start();
    awaitQuietly(telling);
    ByteBuffer second = at(place);
    Lease lease = register(second);
    assertEquals(List.of("register", "deregister", "evict", "register"), provider.calls);
    lease.release();
    memory.forget(provider.port);
    // Behind that, as the provider is for one thread at a time.
    registered.countDown();
    lease = null;
    second = null;
    assertTrue(sweeper.join(Duration.ofNanos(BOUND_NANOS)));
    Reference.reachabilityFence(place);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(BOUND_NANOS, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The slice that it was registered by is collected, and nobody knows the buffer itself. */
  @Test
  void evictsMemoryThatIsReleasedAfterItsEnd() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    Lease lease = register(buffer.slice());
    collectUntil(() -> {
      memory.sweep();
      return memory.lives() == 0;
    });
    assertEquals(1, provider.used.size());
    lease.release();
    assertEquals(List.of("register", "evict", "deregister", "evict"), provider.calls);
    assertEquals(List.of(), provider.kept);
    Reference.reachabilityFence(buffer);
  }

  @Test
  void evictsMemoryOfOtherLibrariesAsSoonAsItIsReleased() throws Exception {
    register(Arena.global().allocate(8).asByteBuffer()).release();
    assertEquals(List.of("register", "deregister", "evict"), provider.calls);
    assertEquals(0, memory.lives());
  }

  @Test
  void letsNobodyReleaseMemoryInUseOrTwice() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    Lease lease = register(buffer);
    provider.failure = WsaError.WSAEINVAL;
    assertEquals(WsaError.WSAEINVAL, assertThrows(WsaException.class, lease::release).error());
    provider.failure = null;
    lease.release();
    assertEquals(WsaError.WSAEINVAL, assertThrows(WsaException.class, lease::release).error());
    Reference.reachabilityFence(buffer);
  }

  /** CLO-6: with the socket its registrations have gone. */
  @Test
  void releasesMemoryOfASocketThatIsClosed() throws Exception {
    Lease lease = register(ByteBuffer.allocateDirect(SIZE));
    provider.failure = WsaError.WSAENOTSOCK;
    lease.release();
    lease.release();
    assertEquals(List.of("register"), provider.calls);
  }

  @Test
  void passesOnThatMemoryCannotBeRegistered() throws Exception {
    provider.failure = WsaError.WSAENOBUFS;
    assertEquals(WsaError.WSAENOBUFS,
        assertThrows(WsaException.class, () -> register(ByteBuffer.allocateDirect(8))).error());
    provider.failure = null;
    assertEquals(List.of(), provider.calls);
  }

  /** CLO-4: the provider has made its last upcall, and nobody can ask it any longer. */
  @Test
  void holdsABufferNoLongerWhenItsLeaseWasDropped() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    WeakReference<ByteBuffer> seen = new WeakReference<>(buffer);
    register(buffer).drop();
    buffer = null;
    collectUntil(() -> seen.refersTo(null));
    assertEquals(List.of("register"), provider.calls);
  }

  @Test
  void looksAfterNoMoreThanTheBoundAndEvictsTheRest() throws Exception {
    MemorySegment all = Arena.ofAuto().allocate(64L * (ApplicationMemory.MAX_LIVES + 2));
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < ApplicationMemory.MAX_LIVES + 2; i++) {
      buffers.add(at(all.asSlice(64L * i, 64)));
    }
    Lease held = register(buffers.get(0));
    for (ByteBuffer each : buffers.subList(1, buffers.size())) {
      register(each).release();
    }
    assertEquals(ApplicationMemory.MAX_LIVES, memory.lives());
    assertEquals(ApplicationMemory.MAX_LIVES - 1, provider.kept.size());
    assertEquals(2, provider.calls.stream().filter("evict"::equals).count());
    assertFalse(provider.used.isEmpty());
    held.release();
    Reference.reachabilityFence(all);
    Reference.reachabilityFence(buffers);
  }

  @Test
  void notesABoundedNumberOfPartsOfABuffer() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
    for (int i = 0; i < 100; i++) {
      register(buffer.slice(i * 10, 10)).release();
    }
    assertTrue(provider.calls.contains("evict"));
    buffer = null;
    collectUntil(() -> {
      memory.sweep();
      return provider.kept.isEmpty();
    });
  }

  @Test
  void tellsAProviderThatHasGoneNothing() throws Exception {
    register(ByteBuffer.allocateDirect(SIZE)).release();
    memory.forget(provider.port);
    collectUntil(() -> {
      memory.sweep();
      return memory.lives() == 0;
    });
    assertEquals(List.of("register", "deregister"), provider.calls);
  }

  @Test
  void goesOnWhenAProviderThrowsOrHasNoCache() throws Exception {
    ProviderPort plain =
        new ProviderPort("plain", new ScriptedProvider(), null, (socket, range, access) -> {
          return () -> range;
        }, (socket, region) -> {}, 8192, 0, 64);
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    register(plain, buffer, READ).release();
    register(buffer).release();
    provider.throwing = true;
    buffer = null;
    collectUntil(() -> {
      memory.sweep();
      return memory.lives() == 0;
    });
    assertEquals(List.of("register", "deregister", "evict"), provider.calls);
  }
}
