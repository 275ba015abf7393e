package org.sanswitch.tck.check;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sanswitch.rules.Rules;
import org.sanswitch.tck.AdapterUnderTest;
import org.sanswitch.tck.ProviderUnderTest;

/** All checks. */
public final class Catalogue {

  private static final List<Class<?>> PROVIDER =
      List.of(
          StartupChecks.class,
          SocketChecks.class,
          ConnectChecks.class,
          ListenChecks.class,
          CompletionChecks.class,
          MemoryChecks.class,
          CacheChecks.class,
          RdmaChecks.class,
          ClosingChecks.class,
          AfterCloseChecks.class,
          ProcessChecks.class,
          ProcessRdmaChecks.class);

  /** Directly at the interface of an adapter. */
  private static final List<Class<?>> ADAPTER =
      List.of(AdapterChecks.class, AdapterQueueChecks.class);

  private Catalogue() {}

  /**
   * {@return the checks for a provider, in order}
   *
   * @param provider the provider
   */
  public static List<Check> of(ProviderUnderTest provider) {
    Stream<Class<?>> direct =
        provider instanceof AdapterUnderTest ? ADAPTER.stream() : Stream.empty();
    return Stream.concat(PROVIDER.stream(), direct).flatMap(Catalogue::in).toList();
  }

  private static Stream<Check> in(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
      .filter(method -> method.isAnnotationPresent(Rules.class))
      .sorted(Comparator.comparing(Method::getName))
      .map(method -> new Check(method, List.of(method.getAnnotation(Rules.class).value())));
  }
}
