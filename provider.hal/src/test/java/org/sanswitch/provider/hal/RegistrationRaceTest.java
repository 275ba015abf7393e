package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** MEM-5: several threads register, deregister, evict and close at once. */
@Rules("MEM-5")
@Timeout(60)
class RegistrationRaceTest {

  private static final int THREADS = 4;
  private static final int STEPS = 5_000;
  private static final int SIZE = 1 << 16;
  private static final CacheBounds BOUNDS = new CacheBounds(6, SIZE);

  /** Guard: each is written by one thread before the others start. */
  private final MemorySegment memory = Arena.ofAuto().allocate(SIZE);
  private HalFixture fixture;
  private SocketDescriptor[] sockets;

  private <F> F function(ExtensionFunction<F> id) throws WsaException {
    return fixture.function(sockets[0], id);
  }

  private MemorySegment part(Random random) {
    int from = random.nextInt(16) * 64;
    return memory.asSlice(from, 1 + random.nextInt(SIZE / 8));
  }

  private Void work(long seed) throws WsaException {
    Random random = new Random(seed);
    List<MemoryRegion> held = new ArrayList<>();
    List<SocketDescriptor> owners = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(20)) {
        case 0 -> evict(part(random));
        case 1 -> close(random);
        case 2, 3, 4, 5, 6, 7, 8, 9, 10 -> {
          SocketDescriptor socket = sockets[random.nextInt(sockets.length)];
          held.add(function(ExtensionFunction.WSPREGISTERMEMORY).register(socket, part(random),
              EnumSet.of(random.nextBoolean() ? Access.READ : Access.WRITE, Access.READ)));
          owners.add(socket);
        }
        default -> deregisterLast(held, owners);
      }
    }
    while (!held.isEmpty()) {
      deregisterLast(held, owners);
    }
    return null;
  }

  private void deregisterLast(List<MemoryRegion> held, List<SocketDescriptor> owners)
      throws WsaException {
    if (!held.isEmpty()) {
      function(ExtensionFunction.WSPDEREGISTERMEMORY).deregister(owners.removeLast(),
          held.removeLast());
    }
  }

  private void evict(MemorySegment part) throws WsaException {
    try {
      function(ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK).evict(part);
    } catch (WsaException e) {
      assertEquals(WsaError.WSAEINVAL, e.error());
    }
  }

  /** A socket that leaves one registration in the cache and one in use. */
  private void close(Random random) throws WsaException {
    SocketDescriptor socket = fixture.socket();
    var register = function(ExtensionFunction.WSPREGISTERMEMORY);
    register.register(socket, part(random), EnumSet.of(Access.READ));
    function(ExtensionFunction.WSPDEREGISTERMEMORY).deregister(socket,
        register.register(socket, part(random), EnumSet.of(Access.READ)));
    fixture.table.wspCloseSocket(socket);
  }

  @Test
  void endsEachRegistrationOnceWhoeverEndsIt() throws Exception {
    fixture = new HalFixture(new LoopbackAdapter(), HalFixture.limits(BOUNDS));
    sockets = new SocketDescriptor[]{fixture.socket(), fixture.socket()};
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    List<Future<Void>> threads = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        long own = seed + i;
        threads.add(executor.submit((Callable<Void>) () -> work(own)));
      }
      for (Future<Void> each : threads) {
        each.get(30, TimeUnit.SECONDS);
      }
    }
    CacheCallback cache = function(ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK);
    fixture.upcalls.await("the end of all closed sockets",
        () -> fixture.upcalls.openHandles() == sockets.length);
    RegistrationCounts counts = cache.counts();
    int early = fixture.adapter.memories() - counts.entries();
    assertEquals(sockets.length, early, counts.toString());
    assertEquals(fixture.adapter.registered(), counts.misses());
    evict(memory);
    assertEquals(sockets.length, fixture.adapter.memories());
    fixture.close();
  }
}
