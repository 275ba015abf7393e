package org.sanswitch.itests.verbs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Runs what needs real verbs, prints a line for each test, and ends with 1 if one has failed. */
public final class VerbsSuite {

  private static final List<Class<?>> ALL = List.of(DeviceInGuest.class);

  private VerbsSuite() {}

  /**
   * Runs it.
   *
   * @param arguments names of classes of this package, or one {@code Class#test}; all if
   *     there are none
   */
  public static void main(String... arguments) {
    JUnitCore core = new JUnitCore();
    core.addListener(new Lines());
    Request request = Request.classes(ALL.toArray(Class<?>[]::new));
    if (arguments.length > 0) {
      request = named(arguments);
    }
    Result result = core.run(request);
    int failed = result.getFailureCount();
    System.out.println(result.getRunCount() - failed + " passed, " + failed + " failed");
    System.exit(result.wasSuccessful() ? 0 : 1);
  }

  private static Request named(String... arguments) {
    List<Class<?>> classes = new ArrayList<>();
    for (String argument : arguments) {
      String[] names = argument.split("#", 2);
      try {
        Class<?> found = Class.forName(VerbsSuite.class.getPackageName() + "." + names[0]);
        if (names.length == 2) {
          return Request.method(found, names[1]);
        }
        classes.add(found);
      } catch (ClassNotFoundException e) {
        throw new IllegalArgumentException("there is no class " + names[0], e);
      }
    }
    return Request.classes(classes.toArray(Class<?>[]::new));
  }

  /** A line when a test begins, and one when it has ended. */
  private static final class Lines extends RunListener {

    private static final double NANOS = 1e9;

    /** Guard: JUnit runs one test at a time. */
    private long begun;
    /** Guard: as {@link #begun}. */
    private boolean failed;

    @Override
    public void testStarted(Description test) {
      System.out.println(test.getDisplayName());
      begun = System.nanoTime();
      failed = false;
    }

    @Override
    public void testFailure(Failure failure) {
      failed = true;
      System.out.println(failure.getTestHeader() + ": " + failure.getTrimmedTrace());
    }

    @Override
    public void testFinished(Description test) {
      System.out.printf(Locale.ROOT, "  %s after %.1f s%n", failed ? "FAILED" : "passed",
          (System.nanoTime() - begun) / NANOS);
    }
  }
}
