package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;

/** A device that cannot be used, one that is another than is known, and one that goes away. */
class DeviceTest {

  private final RecordedVerbs verbs = new RecordedVerbs();

  private AdapterException refused(String device) {
    DeviceProbe probe = new DeviceProbe(verbs, VerbsSettings.DEFAULT);
    return assertThrows(AdapterException.class, () -> {
      long context = probe.open(device);
      try {
        probe.capabilities(context);
      } finally {
        verbs.closeDevice(context);
      }
    });
  }

  private AdapterException refused() {
    return refused(RecordedVerbs.DEVICE);
  }

  /** INI-1: the reason, and nothing left behind. */
  @Rules("INI-1")
  @ParameterizedTest
  @CsvSource({"getDevices,38,NO_DEVICE", "openDevice,13,NO_PERMISSION",
      "openDevice,1,NO_PERMISSION",
      "openDevice,19,NO_DEVICE", "queryDevice,19,NO_DEVICE", "queryPort,19,NO_DEVICE",
      "register,12,LOCKED_MEMORY", "allocateDomain,12,LOCKED_MEMORY",
      "createQueuePair,12,LOCKED_MEMORY", "createQueuePair,22,PROVIDER_FAILED"})
  void saysWhyADeviceCannotBeUsed(String function, int errno, RouteReason reason) {
    verbs.errors.put(function, errno);
    AdapterException cause = refused();
    assertEquals(reason, cause.reason(), cause.getMessage());
    assertTrue(cause.getMessage().contains("error " + errno), cause.getMessage());
    assertEquals(0, verbs.held());
  }

  /** INI-1: libibverbs gives "no such file" for one that it may not open. */
  @Rules("INI-1")
  @Test
  void tellsAFileThatMayNotBeOpenedFromOneThatIsNotThere(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("uverbs0");
    assertEquals(RouteReason.NO_DEVICE, DeviceFile.failure(file, 2, "cannot").reason());
    Files.createFile(file);
    assertEquals(RouteReason.NO_DEVICE, DeviceFile.failure(file, 2, "cannot").reason());
    AdapterException cause = DeviceFile.failure(file, true, 2, "cannot");
    assertEquals(RouteReason.NO_PERMISSION, cause.reason());
    assertTrue(cause.getMessage().contains(file.toString()), cause.getMessage());
  }

  @Test
  void saysThatTheDriverOfTheLibraryIsMissing() {
    AdapterException cause = refused("mlx5_0");
    assertEquals(RouteReason.NO_LIBRARY, cause.reason());
    assertTrue(cause.getMessage().contains("ibverbs-providers"), cause.getMessage());
  }

  @Test
  void saysThatQueuesAreTooShort() {
    verbs.requests = 30;
    assertTrue(refused().getMessage().contains("30 requests"));
  }

  /** The capabilities are the device's, not what was wished for. */
  @Test
  void takesWhatTheDeviceGives() throws Exception {
    verbs.maxInline = 100;
    verbs.requests = 68;
    DeviceProbe probe = new DeviceProbe(verbs, VerbsSettings.DEFAULT);
    long context = probe.open(RecordedVerbs.DEVICE);
    Capabilities found = probe.capabilities(context);
    assertEquals(64, found.inline());
    assertEquals(64, found.sends());
    assertEquals(64, found.receives());
    assertEquals(1 << 23, found.rdma());
    assertEquals(16, found.initiator());
    verbs.closeDevice(context);
    verbs.maxInline = 0;
    context = probe.open(RecordedVerbs.DEVICE);
    assertEquals(0, probe.capabilities(context).inline());
    verbs.closeDevice(context);
  }

  /** A library of another layout is noticed before anything relies on it. */
  @Test
  void doesNotUseAnUnknownLayout() throws Exception {
    long context = verbs.newContext();
    LayoutCheck.context(context, verbs.device, RecordedVerbs.DEVICE);
    for (int offset : new int[]{VerbsLayout.CONTEXT_DEVICE, VerbsLayout.CONTEXT_POLL_CQ,
        VerbsLayout.CONTEXT_REQUEST_NOTIFY, VerbsLayout.CONTEXT_POST_SEND,
        VerbsLayout.CONTEXT_POST_RECEIVE}) {
      long was = Raw.getLong(context + offset);
      Raw.putLong(context + offset, 0);
      AdapterException cause =
          assertThrows(AdapterException.class,
              () -> LayoutCheck.context(context, verbs.device, RecordedVerbs.DEVICE));
      assertEquals(RouteReason.PLATFORM_UNSUPPORTED, cause.reason());
      Raw.putLong(context + offset, was);
    }
    verbs.freeContext(context);
    long region = verbs.memory.make(48);
    assertThrows(AdapterException.class, () -> LayoutCheck.region(region, 1, 2, 3, 4));
    assertThrows(AdapterException.class, () -> LayoutCheck.queuePair(region, 1, 2, 3));
    assertThrows(AdapterException.class, () -> LayoutCheck.queue(region, 1, region, 4));
    assertThrows(AdapterException.class, () -> LayoutCheck.identifier(region, 7));
    long zeros = verbs.memory.make(VerbsLayout.DEVICE_ATTR_BYTES);
    assertThrows(AdapterException.class, () -> LayoutCheck.attributes(zeros, zeros));
  }

  @ParameterizedTest
  @CsvSource({"createEventChannel,2,NO_DEVICE", "createEventChannel,13,NO_PERMISSION",
      "getContexts,19,NO_DEVICE"})
  void saysWhyConnectionsCannotBeManaged(String function, int errno, RouteReason reason)
      throws Exception {
    try (Bench bench = new Bench()) {
      bench.adapter.close();
      bench.cm.errors.put(function, errno);
      AdapterException cause =
          assertThrows(AdapterException.class, () -> bench.adapter.open(bench.events));
      assertEquals(reason, cause.reason(), cause.getMessage());
      bench.cm.errors.clear();
      bench.adapter.open(bench.events);
      assertEquals(1, bench.adapter.addresses().size());
    }
  }

  /** The device is removed while a connection lives: everything ends, without help of the device. */
  @Rules({"CLO-2", "CLO-8"})
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void endsEverythingWhenTheDeviceIsRemoved(boolean toldByManager) throws Exception {
    Bench bench = new Bench();
    bench.adapter.listen(new InetSocketAddress(Bench.ADDRESS, 80), 1);
    VerbsQueuePair queuePair = bench.connected();
    MemoryRegion region = queuePair.allocate(64);
    queuePair.postReceive(1, region, 0, 64);
    bench.send(queuePair, 2, new byte[4]);
    if (toldByManager) {
      bench.cm.event(11, bench.cm.lastId(), 0, 0, new byte[0]);
    } else {
      bench.verbs.asyncEvent(bench.ownContext(), VerbsLayout.ASYNC_DEVICE_FATAL);
    }
    bench.run();
    AdapterException cause = (AdapterException) bench.events.expect("failed").detail();
    assertEquals(RouteReason.NO_DEVICE, cause.reason());
    assertNull(bench.events.next());
    assertEquals(0, bench.cm.ids.size(), "the kernel waits for them");
    assertEquals(new Bench.Done(2, AdapterError.DISCONNECTED, 0), bench.poll(queuePair));
    assertEquals(new Bench.Done(1, AdapterError.DISCONNECTED, 0), bench.poll(queuePair));
    queuePair.disconnect();
    assertEquals(AdapterError.DISCONNECTED, bench.send(queuePair, 3, new byte[4]));
    queuePair.close();
    bench.close();
    bench.verbs.freeContext(bench.cm.context);
    assertEquals(0, bench.verbs.held());
  }

  /** INI-5: a kernel whose driver cannot take a device from its users waits for the last that has it open. */
  @Rules("INI-5")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hasADeviceOpenNoLongerThanItIsThere(boolean removed) throws Exception {
    Bench bench = new Bench();
    VerbsQueuePair queuePair = bench.connected();
    bench.verbs.unlisted = removed;
    bench.close();
    assertTrue(RecordedVerbs.hasOpen(bench.cm.context), "a queue pair uses it");
    queuePair.close();
    assertEquals(!removed, RecordedVerbs.hasOpen(bench.cm.context));
    bench.verbs.freeContext(bench.cm.context);
    assertEquals(0, bench.verbs.held());
  }

  /** CLO-9: ends of connections are lost while a port is down; the device is asked when it is up again. */
  @Rules("CLO-9")
  @Test
  void looksForLostPeersWhenAPortIsActiveAgain() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsQueuePair waiting = bench.connecting();
      VerbsQueuePair queuePair = bench.connected();
      VerbsQueuePair over = bench.connected();
      over.disconnect();
      for (int i = 0; i <= Signalling.MARKERS; i++) {
        bench.port(true);
      }
      assertEquals(Signalling.MARKERS, bench.verbs.sends.size());
      RecordedVerbs.Posted probe = bench.verbs.sends.remove();
      assertEquals(VerbsLayout.OPCODE_WRITE, probe.opcode());
      assertEquals(0, probe.pieces());
      assertEquals(VerbsLayout.FLAG_SIGNALED, probe.flags());
      bench.complete(queuePair, probe, 0, 0);
      assertNull(bench.poll(queuePair));
      bench.run();
      assertNull(bench.events.next());
      bench.complete(queuePair, bench.verbs.sends.remove(), 12, 0);
      assertNull(bench.poll(queuePair));
      bench.run();
      assertEquals(queuePair, bench.events.expect("disconnected").subject());
      waiting.close();
    }
  }

  /** CLO-2: what is said while the port is down is lost, so that it is said later. */
  @Rules("CLO-2")
  @Test
  void tellsPeersOfTheEndOnceThePortIsActiveAgain() throws Exception {
    try (Bench bench = new Bench()) {
      VerbsListener listener =
          (VerbsListener) bench.adapter.listen(new InetSocketAddress(Bench.ADDRESS, 80), 1);
      long listening = bench.cm.lastId();
      VerbsQueuePair broken = bench.connected();
      final long first = bench.cm.lastId();
      VerbsQueuePair closed = bench.connected();
      final long second = bench.cm.lastId();
      bench.send(broken, 1, new byte[4]);
      bench.port(false);
      bench.complete(broken, bench.verbs.sends.remove(), 2, 0);
      assertEquals(1, bench.poll(broken).id());
      bench.run();
      assertEquals(broken, bench.events.expect("disconnected").subject());
      closed.close();
      final long request =
          bench.cm.request(listening, new InetSocketAddress(Bench.ADDRESS, 80), Bench.PEER,
              new byte[0]);
      bench.run();
      listener.close();
      assertEquals(Set.of(first, second, request), bench.cm.ids);
      assertFalse(bench.cm.calls.contains("disconnect"));
      assertFalse(bench.cm.calls.contains("reject"));
      bench.port(true);
      assertTrue(bench.cm.ids.isEmpty());
      assertEquals(3, bench.cm.calls.stream().filter("disconnect"::equals).count());
    }
  }

  /** CLO-8: who closes an adapter waits for the event thread, which uses what is given back then. */
  @Rules("CLO-8")
  @Test
  void givesNothingBackWhileTheEventThreadLooksAtAddresses() throws Exception {
    Bench bench = new Bench();
    Thread closer = new Thread(bench.adapter::close);
    AtomicBoolean early = new AtomicBoolean();
    bench.whenAsked = () -> {
      bench.whenAsked = () -> {
      };
      closer.start();
      // It waits as long as this thread is here, for a bounded time that is longer than this.
      early.set(hasEnded(closer));
    };
    bench.verbs.asyncEvent(bench.ownContext(), 18);
    bench.adapter.processEvents(0);
    closer.join(60_000);
    assertFalse(early.get());
    assertFalse(closer.isAlive());
    assertEquals(0, bench.cm.ids.size());
  }

  private static boolean hasEnded(Thread thread) {
    try {
      return thread.join(Duration.ofMillis(300));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Threads may be inside when an adapter is closed; they find it closed. */
  @Test
  void usesNothingOfAManagerThatIsClosed() throws Exception {
    RecordedCm cm = new RecordedCm(verbs);
    ConnectionManager manager = ConnectionManager.open(cm);
    long id = manager.create(event -> {
    });
    manager.close();
    assertTrue(cm.ids.isEmpty());
    cm.calls.clear();
    AdapterException gone =
        assertThrows(AdapterException.class, () -> manager.create(event -> {
        }));
    assertEquals(RouteReason.PROVIDER_GONE, gone.reason());
    assertEquals(-Errno.ENODEV, manager.bind(id, Bench.HERE));
    assertEquals(-Errno.ENODEV, manager.listen(id, 1));
    assertEquals(0, manager.deviceOf(id));
    assertFalse(manager.isPending(id));
    manager.refuse(id, Greeting.Status.GONE);
    manager.reject(id, Greeting.Status.GONE);
    manager.part(id, true);
    manager.destroy(id, true);
    manager.handleEvents();
    manager.close();
    assertTrue(cm.calls.isEmpty(), cm.calls.toString());
    assertTrue(cm.rejections.isEmpty());
    verbs.freeContext(cm.context);
  }

  @Test
  void leavesNobodyBehindThatCouldNotBeTold() throws Exception {
    Bench bench = new Bench();
    VerbsQueuePair queuePair = bench.connected();
    bench.port(false);
    queuePair.close();
    assertEquals(1, bench.cm.ids.size());
    bench.close();
    assertTrue(bench.cm.ids.isEmpty());
  }

  /** What was sent has arrived when the JVM ends, or the time is over. */
  @Test
  void waitsAtTheEndForWhatWasSent() throws Exception {
    try (Bench bench = new Bench(withDrain(60_000))) {
      VerbsQueuePair queuePair = bench.connected();
      assertTrue(new ExitDrain(Set.of(queuePair), 0).drain());
      bench.send(queuePair, 1, new byte[4]);
      bench.verbs.sends.clear();
      assertEquals(false, new ExitDrain(Set.of(queuePair), 1).drain());
      // It has asked for the send that had not asked for itself.
      bench.complete(queuePair, bench.verbs.sends.remove(), 0, 0);
      assertTrue(new ExitDrain(Set.of(queuePair), 60_000).drain());
      assertEquals(1, bench.poll(queuePair).id());
      bench.send(queuePair, 2, new byte[4]);
      queuePair.disconnect();
      assertTrue(new ExitDrain(Set.of(queuePair), 0).drain(), "it is over");
    }
  }

  private static VerbsSettings withDrain(int millis) {
    VerbsSettings known = VerbsSettings.DEFAULT;
    return new VerbsSettings(known.maxMessageSize(), known.inlineSize(), known.sends(),
        known.receives(), known.rdmaThreshold(), millis);
  }
}
