package org.sanswitch.provider.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.provider.example.Bench.poll;
import static org.sanswitch.provider.example.Bench.send;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** Messages and their completions. */
class MessageTest {

  private static final int MESSAGES = 10;
  private static final Duration BOUND = Duration.ofSeconds(10);

  private Bench bench;
  private QueuePair client;
  private QueuePair server;

  @BeforeEach
  void connect() throws AdapterException {
    bench = new Bench().connected();
    client = bench.client;
    server = bench.server;
  }

  @AfterEach
  void nothingIsLeft() {
    bench.close();
  }

  @Test
  void messagesWaitInOrderForReceives() throws AdapterException {
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals(AdapterError.OK, send(client, i, i));
    }
    MemoryRegion region = server.allocate(MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals(AdapterError.OK, server.postReceive(i, region, i, 1));
      assertEquals(List.of(i + " OK 1"), poll(server));
      assertEquals(i, region.segment().get(ValueLayout.JAVA_BYTE, i));
    }
    assertEquals(MESSAGES, poll(client).size());
  }

  @Test
  void aMessageThatIsLongerThanItsReceiveCompletesItWithAnError() throws AdapterException {
    MemoryRegion region = server.allocate(2);
    server.postReceive(1, region, 0, 1);
    send(client, 2, 1, 2);
    assertEquals(List.of("1 MESSAGE_SIZE 0"), poll(server));
    assertEquals(0, region.segment().get(ValueLayout.JAVA_BYTE, 1));
  }

  @Test
  void fullQueuesSaySoUntilTheirCompletionsAreTaken() throws AdapterException {
    int sends = bench.adapter.info().maxSends();
    for (int i = 0; i < sends; i++) {
      assertEquals(AdapterError.OK, send(client, i, i));
    }
    assertEquals(AdapterError.NO_RESOURCES, send(client, sends, 0));
    poll(client);
    assertEquals(AdapterError.OK, send(client, sends, 0));
    int receives = bench.adapter.info().maxReceives();
    MemoryRegion region = client.allocate(1);
    for (int i = 0; i < receives; i++) {
      assertEquals(AdapterError.OK, client.postReceive(i, region, 0, 1));
    }
    assertEquals(AdapterError.NO_RESOURCES, client.postReceive(receives, region, 0, 1));
  }

  /** CLO-9. */
  @Test
  void whatArrivedIsReceivedAfterThePeerHasGone() throws AdapterException {
    MemoryRegion region = server.allocate(8);
    send(client, 0, 1);
    client.disconnect();
    assertEquals(AdapterError.OK, server.postReceive(5, region, 0, 8));
    assertEquals(AdapterError.DISCONNECTED, server.postReceive(6, region, 0, 8));
    assertEquals(AdapterError.DISCONNECTED, send(server, 7, 1));
    assertEquals(List.of("5 OK 1"), poll(server));
    assertEquals(List.of("disconnected server"), bench.events());
  }

  /** CLO-1, CLO-2. */
  @Test
  void disconnectFlushesHereAndTellsThere() throws AdapterException {
    client.postReceive(1, client.allocate(8), 0, 8);
    server.postReceive(2, server.allocate(8), 0, 8);
    client.disconnect();
    assertEquals(List.of("1 FLUSHED 0"), poll(client));
    assertEquals(List.of("2 DISCONNECTED 0"), poll(server));
  }

  @Test
  void whatIsUnderWayIsFlushedOnce() throws AdapterException {
    client.postReceive(1, client.allocate(8), 0, 8);
    for (int i = 0; i < 6; i++) {
      send(client, 10 + i, i);
    }
    poll(client);
    client.disconnect();
    assertEquals(List.of("14 FLUSHED 0", "15 FLUSHED 0", "1 FLUSHED 0"), poll(client));
    client.disconnect();
    assertEquals(List.of(), poll(client));
  }

  /** MEM-3, CLO-3. */
  @Test
  void memoryIsInUseUntilTheCompletionIsTaken() throws AdapterException {
    MemoryRegion region = server.allocate(8);
    server.postReceive(1, region, 0, 8);
    send(client, 1, 1);
    assertEquals(AdapterError.INVALID,
        assertThrows(AdapterException.class, () -> server.deregister(region)).error());
    int[] taken = {0};
    server.completions().poll((id, error, bytes) -> {
      try {
        server.deregister(region);
        taken[0]++;
      } catch (AdapterException e) {
        throw new AssertionError(e);
      }
    }, 1);
    assertEquals(1, taken[0]);
    assertEquals(AdapterError.INVALID, server.postReceive(2, region, 0, 8));
  }

  @Test
  void unregisteredMemoryIsSentUpToTheInjectSizeOnly() throws AdapterException {
    int length = Bench.INJECT_SIZE + 1;
    BufferVector vector = new BufferVector();
    vector.add(new byte[length], 0, length);
    assertEquals(AdapterError.INVALID, client.postSend(0, vector));
    MemoryRegion region = client.allocate(length);
    assertEquals(AdapterError.OK, client.postSend(0, Bench.vector(region, 0, length)));
  }

  @Test
  void memoryIsUsedOnlyAsItWasRegistered() throws AdapterException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(8);
      MemoryRegion readable = client.register(memory, EnumSet.of(Access.LOCAL_READ));
      MemoryRegion writable = client.register(memory, EnumSet.of(Access.LOCAL_WRITE));
      assertEquals(AdapterError.INVALID, client.postReceive(1, readable, 0, 8));
      assertEquals(AdapterError.INVALID, client.postSend(1, Bench.vector(writable, 0, 8)));
      assertEquals(AdapterError.INVALID, server.postSend(1, Bench.vector(readable, 0, 8)));
      assertEquals(AdapterError.INVALID, client.postReceive(1, writable, 1, 8));
      BufferVector outside = new BufferVector();
      outside.add(arena.allocate(8), 0, 8, readable);
      assertEquals(AdapterError.INVALID, client.postSend(1, outside));
      assertThrows(AdapterException.class,
          () -> client.register(MemorySegment.ofArray(new byte[8]), Set.of(Access.LOCAL_READ)));
      assertThrows(AdapterException.class,
          () -> client.register(memory.asReadOnly(), Set.of(Access.LOCAL_WRITE)));
    }
  }

  @Test
  void memoryThatItsOwnerHasFreedHurtsTheOwnerOnly() throws AdapterException {
    Arena arena = Arena.ofShared();
    MemoryRegion freed = client.register(arena.allocate(8), EnumSet.of(Access.LOCAL_READ));
    for (int i = 0; i < 5; i++) {
      client.postSend(i, Bench.vector(freed, 0, 8));
    }
    assertEquals(4, poll(client).size());
    arena.close();
    MemoryRegion region = server.allocate(8);
    assertEquals(AdapterError.OK, server.postReceive(1, region, 0, 8));
    assertEquals(List.of("1 OK 8"), poll(server));
    assertEquals(List.of("4 ADAPTER_FAILED 0"), poll(client));
  }

  @Test
  void anArmedQueueTellsOnce() throws AdapterException {
    assertTrue(server.completions().arm());
    MemoryRegion region = server.allocate(8);
    server.postReceive(1, region, 0, 8);
    server.postReceive(2, region, 0, 8);
    send(client, 0, 1);
    send(client, 1, 1);
    assertEquals(List.of("ready server"), bench.events());
    assertFalse(server.completions().arm(), "something is there already");
  }

  @Test
  void aWakeIsRememberedForTheNextAwait() throws InterruptedException {
    server.completions().wake();
    assertTrue(awaiting().join(BOUND));
  }

  @Test
  void anAwaitEndsWithACompletion() throws InterruptedException {
    Thread waiter = awaiting();
    send(server, 1, 1);
    assertTrue(waiter.join(BOUND));
  }

  @Test
  void anAwaitEndsWithAnInterrupt() throws InterruptedException {
    Thread waiter = awaiting();
    waiter.interrupt();
    assertTrue(waiter.join(BOUND));
  }

  /** A thread that waits for longer than any test would. */
  private Thread awaiting() {
    return Thread.ofPlatform()
      .daemon()
      .start(() -> server.completions().await(TimeUnit.HOURS.toNanos(1)));
  }
}
