package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** INI-1, INI-5: a provider comes and goes with its adapter. */
@SuppressWarnings("unchecked") // what a framework's proxies are given
class AdapterBinderTest {

  /** What is registered now. */
  private final List<SanServiceProvider> services = new ArrayList<>();
  private Dictionary<String, ?> properties;
  private Runnable duringUnregistration = () -> {};

  /** Framework and system properties. */
  private final Map<String, String> onTheCommandLine = new HashMap<>();

  private final AdapterBinder binder = new AdapterBinder(context(), Map.of());

  private BundleContext context() {
    return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
        new Class<?>[]{BundleContext.class}, (proxy, method, arguments) -> {
          if (method.getName().equals("getProperty")) {
            return onTheCommandLine.get(arguments[0]);
          }
          assertEquals("registerService", method.getName());
          services.add((SanServiceProvider) arguments[1]);
          properties = (Dictionary<String, ?>) arguments[2];
          return registration((SanServiceProvider) arguments[1]);
        });
  }

  private ServiceRegistration<?> registration(SanServiceProvider provider) {
    return (ServiceRegistration<?>) Proxy.newProxyInstance(getClass().getClassLoader(),
        new Class<?>[]{ServiceRegistration.class}, (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "unregister" -> {
              duringUnregistration.run();
              services.remove(provider);
            }
            case "setProperties" -> properties = (Dictionary<String, ?>) arguments[0];
            default -> throw new AssertionError(method);
          }
          return null;
        });
  }

  private WspProcedureTable start(RecordingUpcalls upcalls) throws WsaException {
    return services.get(0)
      .wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP,
          upcalls);
  }

  /** INI-1. */
  @Test
  void registersAProviderWithNameVersionAndRankingOfTheAdapter() {
    binder.addAdapter(new LoopbackAdapter(), Map.of(Constants.SERVICE_RANKING, 7));
    assertEquals("loopback", properties.get(SanServiceProvider.NAME));
    assertEquals("1.2.3", properties.get(SanServiceProvider.VERSION));
    assertEquals(7, properties.get(Constants.SERVICE_RANKING));
  }

  @Test
  void showsBadSettingsBehindTheVersionAndWorksWithTheDefaults() {
    onTheCommandLine.put("sanswitch.hal.tick.us", "99");
    new AdapterBinder(context(), Map.of("flush.timeout.ms", 100))
      .addAdapter(new LoopbackAdapter(), Map.of());
    assertEquals("1.2.3; sanswitch.hal.tick.us = '99' is not a whole number of 100 to 100000;"
        + " 1000 is used", properties.get(SanServiceProvider.VERSION));
  }

  /** INI-5. */
  @Test
  void followsTheRankingOfTheAdapter() {
    LoopbackAdapter adapter = new LoopbackAdapter();
    binder.addAdapter(adapter, Map.of());
    assertEquals(null, properties.get(Constants.SERVICE_RANKING));
    binder.updatedAdapter(adapter, Map.of(Constants.SERVICE_RANKING, -3));
    assertEquals(-3, properties.get(Constants.SERVICE_RANKING));
  }

  /** INI-1. */
  @Test
  void registersAProviderAlsoForAnAdapterThatCannotBeOpened() {
    LoopbackAdapter adapter = new LoopbackAdapter();
    adapter.openFailure =
        new AdapterException(AdapterError.NOT_SUPPORTED, RouteReason.NO_DEVICE, "none");
    binder.addAdapter(adapter, Map.of());
    WsaException e = assertThrows(WsaException.class, () -> start(new RecordingUpcalls()));
    assertEquals(RouteReason.NO_DEVICE, e.reason());
  }

  /** INI-5: the switch ends its sessions inside the unregistration, while the provider answers. */
  @Test
  void staysAbleToAnswerUntilItIsUnregistered() throws Exception {
    LoopbackAdapter adapter = new LoopbackAdapter();
    binder.addAdapter(adapter, Map.of());
    RecordingUpcalls upcalls = new RecordingUpcalls();
    WspProcedureTable table = start(upcalls);
    duringUnregistration = () -> {
      assertTrue(adapter.isOpen());
      table.wspCleanup();
    };
    binder.removeAdapter(adapter);
    assertFalse(adapter.isOpen());
    assertEquals(List.of(), services);
    binder.removeAdapter(adapter);
  }

  /** INI-5: what the switch has not ended is ended all the same. */
  @Test
  void cleansUpWhatTheSwitchHasNot() throws Exception {
    LoopbackAdapter adapter = new LoopbackAdapter();
    binder.addAdapter(adapter, Map.of());
    RecordingUpcalls upcalls = new RecordingUpcalls();
    start(upcalls).wspSocket(java.net.StandardProtocolFamily.INET, null);
    binder.removeAdapter(adapter);
    assertFalse(adapter.isOpen());
    assertEquals(0, upcalls.openHandles());
  }
}
