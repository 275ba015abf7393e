package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    bench.adapter.listen(new java.net.InetSocketAddress(Bench.ADDRESS, 80), 1);
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

  /** What was sent has arrived when the JVM ends, or the time is over. */
  @Test
  void waitsAtTheEndForWhatWasSent() throws Exception {
    try (Bench bench = new Bench(withDrain(60_000))) {
      VerbsQueuePair queuePair = bench.connected();
      assertTrue(new ExitDrain(java.util.Set.of(queuePair), 0).drain());
      bench.send(queuePair, 1, new byte[4]);
      bench.verbs.sends.clear();
      assertEquals(false, new ExitDrain(java.util.Set.of(queuePair), 1).drain());
      // It has asked for the send that had not asked for itself.
      bench.complete(queuePair, bench.verbs.sends.remove(), 0, 0);
      assertTrue(new ExitDrain(java.util.Set.of(queuePair), 60_000).drain());
      assertEquals(1, bench.poll(queuePair).id());
      bench.send(queuePair, 2, new byte[4]);
      queuePair.disconnect();
      assertTrue(new ExitDrain(java.util.Set.of(queuePair), 0).drain(), "it is over");
    }
  }

  private static VerbsSettings withDrain(int millis) {
    VerbsSettings known = VerbsSettings.DEFAULT;
    return new VerbsSettings(known.maxMessageSize(), known.inlineSize(), known.sends(),
        known.receives(), known.rdmaThreshold(), millis);
  }
}
