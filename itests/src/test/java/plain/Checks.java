package plain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** All checks, by name; as a program it runs them over the sockets of its JVM. */
public final class Checks {

  private static final List<Class<?>> GROUPS = List.of(TransferChecks.class,
      ChannelTransferChecks.class, CloseChecks.class, BlockedChecks.class, InterruptChecks.class,
      ListenerChecks.class, OptionChecks.class, ManyChecks.class, AsynchronousChecks.class,
      SelectorChecks.class, StateChecks.class, EndedCallChecks.class, PendingChecks.class,
      RegisterChecks.class,
      RandomChecks.class);

  private static final long BOUND_SECONDS = 60 + Long.getLong("plain.seconds", 0);

  private Checks() {}

  /** {@return the names of all checks} */
  public static List<String> names() {
    return GROUPS.stream().flatMap(Checks::checksOf).map(Method::getName).toList();
  }

  private static java.util.stream.Stream<Method> checksOf(Class<?> group) {
    return Arrays.stream(group.getDeclaredMethods())
      .filter(m -> Modifier.isPublic(m.getModifiers()))
      .sorted(Comparator.comparing(Method::getName));
  }

  /**
   * Runs a check in a thread of its own, for a bounded time.
   *
   * @param name name of the check
   * @param net where it takes its sockets from
   * @param seed what its data follows from
   * @throws Exception if the requirement does not hold
   */
  public static void run(String name, Net net, long seed) throws Exception {
    Method check = GROUPS.stream()
      .flatMap(Checks::checksOf)
      .filter(m -> m.getName().equals(name))
      .findFirst()
      .orElseThrow();
    Task<Object> task = Task.start(() -> check.invoke(null, net, seed));
    try {
      task.get(BOUND_SECONDS);
    } catch (InvocationTargetException e) {
      throw new AssertionError(name + ", seed " + seed + ": " + e.getCause(), e.getCause());
    }
  }

  /**
   * Prints one line for each check, and ends with 1 if one has failed.
   *
   * @param arguments names of checks; all if there are none
   */
  public static void main(String... arguments) {
    List<String> names = arguments.length > 0 ? List.of(arguments) : names();
    long seed = Long.getLong("plain.seed", System.nanoTime());
    Net net = Net.ofThisJvm();
    boolean failed = false;
    for (String name : names) {
      try {
        run(name, net, seed);
        System.out.println(name + " ok");
      } catch (Throwable e) {
        failed = true;
        System.out.println(name + " FAILED");
        e.printStackTrace();
      }
    }
    System.exit(failed ? 1 : 0);
  }
}
