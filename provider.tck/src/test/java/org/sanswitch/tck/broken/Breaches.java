package org.sanswitch.tck.broken;

import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sanswitch.rules.Breaks;

/** All broken providers. */
final class Breaches {

  private static final Class<?>[] GROUPS = {ClosingBreaches.class, CompletionBreaches.class,
      SocketBreaches.class, AcceptBreaches.class, EarlyMessages.class, ConnectBreaches.class,
      MemoryBreaches.class, StartupBreaches.class, OptionBreaches.class};

  private Breaches() {}

  /**
   * A broken provider.
   *
   * @param name says what is wrong with it
   * @param type has the rules as annotations
   * @param maker makes a fresh one
   */
  record Named(String name, Class<?> type, Supplier<? extends Breach> maker) {

    /** {@return the rules that it breaks} */
    Set<String> breaks() {
      return Set.of(type.getAnnotation(Breaks.class).value());
    }

    /** {@return these rules, and those that cannot but fall with them} */
    Set<String> mayBreak() {
      Set<String> all = new TreeSet<>(breaks());
      AlsoFalls also = type.getAnnotation(AlsoFalls.class);
      if (also != null) {
        all.addAll(Set.of(also.value()));
      }
      return all;
    }

    /** {@return whether the kit can show nothing at all of it} */
    boolean hidesTheRest() {
      AlsoFalls also = type.getAnnotation(AlsoFalls.class);
      return also != null && also.hidesTheRest();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** {@return all of them} */
  static Stream<Named> all() {
    Stream<Named> nested = Stream.of(GROUPS)
      .flatMap(group -> Stream.of(group.getDeclaredClasses()))
      .filter(Breach.class::isAssignableFrom)
      .filter(type -> !Modifier.isAbstract(type.getModifiers()))
      .map(type -> new Named(type.getSimpleName(), type, () -> make(type)));
    Stream<Named> afterClose = UseAfterClose.functions()
      .map(function -> new Named(function + " after WSPCloseSocket", UseAfterClose.class,
          () -> new UseAfterClose(function)));
    return Stream.concat(nested, afterClose);
  }

  private static Breach make(Class<?> type) {
    try {
      return (Breach) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
