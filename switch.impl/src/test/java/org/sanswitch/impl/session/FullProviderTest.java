package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sanswitch.spi.WsaError;

/** A provider without room for sends tells nobody when it has some: the session looks. */
class FullProviderTest {

  private static final long WHILE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final AtomicInteger told = new AtomicInteger();

  @Test
  void aListenerIsToldWhenARefusedSendMayBeTriedAgain() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.a.readinessListener(told::incrementAndGet);
      pair.fabric.a.refuseSends = 2;
      pair.fabric.a.refusal = WsaError.WSAENOBUFS;
      assertEquals(0, pair.a.tryWrite(new byte[5_000], 0, 5_000));
      assertFalse(pair.a.isWritable());
      told.set(0);
      pair.pass(WHILE_NANOS);
      assertTrue(told.get() > 0);
      assertTrue(pair.a.isWritable());
      assertEquals(5_000, pair.a.tryWrite(new byte[5_000], 0, 5_000));
    }
  }

  @Test
  void aListenerIsToldWhenSendsAreDoneOfWhichNoUpcallTells() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      pair.settle();
      pair.fabric.manual = true;
      pair.a.readinessListener(told::incrementAndGet);
      int slots = SessionSettings.DEFAULTS.sendBuffers();
      byte[] block = new byte[1];
      for (int i = 0; i < slots; i++) {
        assertEquals(1, pair.a.tryWrite(block, 0, 1));
      }
      assertFalse(pair.a.isWritable());
      pair.clock.addAndGet(WHILE_NANOS);
      pair.tableOfA.housekeeper().runDue();
      assertFalse(pair.a.isWritable());
      told.set(0);
      pair.fabric.arrive(pair.fabric.b, slots);
      pair.clock.addAndGet(WHILE_NANOS);
      pair.tableOfA.housekeeper().runDue();
      assertTrue(told.get() > 0);
      assertTrue(pair.a.isWritable());
    }
  }
}
