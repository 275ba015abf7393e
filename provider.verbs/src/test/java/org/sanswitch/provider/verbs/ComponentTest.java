package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.rules.Rules;

/** What is published, where there is no RDMA and where devices come and go. */
@Timeout(120)
class ComponentTest {

  /** What was registered and not unregistered: the adapter and its properties. */
  private final Map<SanAdapter, Dictionary<String, ?>> services = new ConcurrentHashMap<>();

  @TempDir Path temporary;
  /** Guard: the test's set-up writes it. What the kernel lists. */
  private Path directory;

  @BeforeEach
  void makeTheDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("infiniband_verbs"));
  }

  private BundleContext framework() {
    Bundle bundle = proxy(Bundle.class, (method, arguments) -> Version.valueOf("1.2.3"));
    return proxy(BundleContext.class, (method, arguments) -> switch (method) {
      case "getBundle" -> bundle;
      case "registerService" ->
        register((SanAdapter) arguments[1], (Dictionary<?, ?>) arguments[2]);
      default -> null;
    });
  }

  @SuppressWarnings("unchecked")
  private ServiceRegistration<SanAdapter> register(
      SanAdapter adapter, Dictionary<?, ?> properties) {
    services.put(adapter, (Dictionary<String, ?>) properties);
    changed();
    ServiceReference<?> reference =
        proxy(ServiceReference.class, (method, arguments) -> properties.get(arguments[0]));
    return proxy(ServiceRegistration.class, (method, arguments) -> {
      if (method.equals("unregister")) {
        services.remove(adapter);
        changed();
      }
      return method.equals("getReference") ? reference : null;
    });
  }

  /** Answers calls. */
  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  @SuppressWarnings("unchecked")
  private static <T> T proxy(Class<?> type, Answer answer) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
        (self, method, arguments) -> answer.to(method.getName(), arguments));
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    services.keySet().forEach(each -> names.add(each.info().name()));
    return names;
  }

  private void changed() {
    synchronized (services) {
      services.notifyAll();
    }
  }

  private void await(Set<String> expected) throws InterruptedException {
    awaitServices(() -> names().equals(expected));
    assertEquals(expected, names());
  }

  /** Returns when it holds, or after a minute. */
  private void awaitServices(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    synchronized (services) {
      for (long left = 1; left > 0 && !holds.getAsBoolean(); left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(services, left);
      }
    }
  }

  /** INI-1: the bundle is there, with a reason that says what to do. */
  @Rules("INI-1")
  @Test
  void saysWhyThereIsNoRdma() throws Exception {
    VerbsComponent component =
        new VerbsComponent(framework(), Map.of(), new Devices(directory.resolve("none")));
    SanAdapter absent = services.keySet().iterator().next();
    assertEquals("verbs", absent.info().name());
    assertEquals("1.2.3", absent.info().version());
    assertEquals(100, services.get(absent).get("service.ranking"));
    AdapterException cause =
        assertThrows(AdapterException.class, () -> absent.open(new Recorder()));
    assertTrue(
        Set.of(RouteReason.NO_DEVICE, RouteReason.NO_LIBRARY).contains(cause.reason()),
        cause.getMessage());
    assertTrue(
        cause.getMessage().contains("load ib_uverbs, rdma_ucm")
            || cause.getMessage().contains("install rdma-core"),
        cause.getMessage());
    assertTrue(absent.addresses().isEmpty());
    component.stop();
    assertTrue(services.isEmpty());
  }

  /** INI-5: an adapter for each device, named after it but for the first. */
  @Rules("INI-5")
  @Test
  void followsDevicesAsTheyComeAndGo() throws Exception {
    VerbsComponent component =
        new VerbsComponent(framework(), Map.of("inline.size", 7_000), new Devices(directory));
    assertEquals(Set.of("verbs"), names());
    SanAdapter absent = services.keySet().iterator().next();
    Files.createFile(directory.resolve("abi_version"));
    Path first = device("uverbs0", "no_such_0");
    Path second = device("uverbs1", "no_such_1");
    await(Set.of("verbs", "verbs.no-such-1"));
    assertTrue(!services.containsKey(absent));
    for (SanAdapter each : services.keySet()) {
      assertTrue(each.info().version().contains("inline.size"), each.info().version());
      AdapterException cause =
          assertThrows(AdapterException.class, () -> each.open(new Recorder()));
      assertTrue(
          Set.of(RouteReason.NO_DEVICE, RouteReason.NO_LIBRARY).contains(cause.reason()),
          cause.getMessage());
    }
    remove(first);
    await(Set.of("verbs.no-such-1"));
    remove(second);
    await(Set.of("verbs"));
    component.stop();
    component.stop();
    // What the watching thread publishes during the stop it takes back itself.
    await(Set.of());
  }

  /** INI-5: another device of the same name is another device, however soon it comes. */
  @Rules("INI-5")
  @Test
  void publishesADeviceAnewThatComesBack() throws Exception {
    device("uverbs0", "no_such_0");
    VerbsComponent component =
        new VerbsComponent(framework(), Map.of(), new Devices(directory));
    SanAdapter before = services.keySet().iterator().next();
    // Not there beside the first: who looks then takes it for another device, with a name of its own.
    Path other = make("uverbs1", "no_such_0");
    Files.move(directory.resolve("uverbs0"), directory.resolveSibling("gone"));
    Files.move(other, directory.resolve("uverbs0"));
    awaitServices(() -> !services.containsKey(before));
    assertFalse(services.containsKey(before));
    await(Set.of("verbs"));
    component.stop();
    await(Set.of());
  }

  /** {@return what the kernel has for a device that programs can open} */
  private Path device(String entry, String name) throws IOException {
    return Files.move(make(entry, name), directory.resolve(entry));
  }

  private Path make(String entry, String name) throws IOException {
    Path made = Files.createDirectory(directory.resolveSibling("made-" + entry));
    Files.writeString(made.resolve("ibdev"), name + "\n");
    return made;
  }

  private static void remove(Path device) throws IOException {
    Files.delete(device.resolve("ibdev"));
    Files.delete(device);
  }

  /**
   * A bundle that is updated comes with a new class loader, which must find the libraries again, and
   * let go of everything when it is dropped.
   */
  @Test
  void canBeLoadedAnyNumberOfTimes() throws Exception {
    String expected = null;
    Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 20; i++) {
      try (URLClassLoader loader = anew()) {
        loaders.add(loader);
        Class<?> devices = loader.loadClass(Devices.class.getName());
        Class<?> type = loader.loadClass(AbsentAdapter.class.getName());
        var make = type.getDeclaredConstructor(devices, String.class);
        make.setAccessible(true);
        var list = devices.getDeclaredConstructor(Path.class);
        list.setAccessible(true);
        SanAdapter adapter = (SanAdapter) make.newInstance(list.newInstance(directory), "test");
        assertEquals(loader, adapter.getClass().getClassLoader());
        AdapterException cause =
            assertThrows(AdapterException.class, () -> adapter.open(new Recorder()));
        assertNotNull(cause.getMessage());
        assertTrue(expected == null || expected.equals(cause.getMessage()));
        expected = cause.getMessage();
        link(loader);
      }
    }
    assertEquals(20, loaders.size());
  }

  /** Links the libraries where they are installed, as an adapter with a device does. */
  private static void link(ClassLoader loader) throws Exception {
    var link = loader.loadClass(Libraries.class.getName()).getDeclaredMethod("link");
    link.setAccessible(true);
    try {
      assertNotNull(link.invoke(null));
    } catch (java.lang.reflect.InvocationTargetException e) {
      assertEquals(RouteReason.NO_LIBRARY, ((AdapterException) e.getCause()).reason());
    }
  }

  /** {@return a loader of the provider's classes that shares everything else} */
  private static URLClassLoader anew() throws IOException {
    URL classes = VerbsAdapter.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(new URL[]{classes}, ComponentTest.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("org.sanswitch.provider.verbs.")
            || name.contains("Test") || name.contains("Recorder")) {
          return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
          Class<?> known = findLoadedClass(name);
          return known == null ? findClass(name) : known;
        }
      }
    };
  }
}
