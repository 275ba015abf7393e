package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;

/** INI-1. */
class VerbsAdapterTest {

  private final VerbsAdapter adapter = new VerbsAdapter();

  private final AdapterHandler handler =
      (AdapterHandler) Proxy.newProxyInstance(getClass().getClassLoader(),
          new Class<?>[]{AdapterHandler.class}, (proxy, method, arguments) -> null);

  /** INI-1: the reason is told, every time. */
  @Test
  void saysThatRdmaIsNotThereYet() {
    for (int i = 0; i < 2; i++) {
      AdapterException e = assertThrows(AdapterException.class, () -> adapter.open(handler));
      assertEquals(AdapterError.NOT_SUPPORTED, e.error());
      assertEquals(RouteReason.NOT_YET_SUPPORTED, e.reason());
      assertEquals("RDMA support is not there yet", e.getMessage());
    }
  }

  /** INI-3: it claims no address. */
  @Test
  void servesNothing() {
    assertEquals("verbs", adapter.info().name());
    assertTrue(adapter.addresses().isEmpty());
    assertThrows(AdapterException.class, () -> adapter.createQueuePair(this));
    assertEquals(0, adapter.processEvents(1_000_000_000L));
    adapter.wakeup();
    adapter.close();
  }
}
