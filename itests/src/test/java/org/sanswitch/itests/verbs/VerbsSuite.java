package org.sanswitch.itests.verbs;

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

  /** What runs where nothing is named. What breaks the device most comes last. */
  private static final List<String> ALL = List.of("DeviceInGuest", "RoutesOverVerbs",
      "PairOverVerbs", "ProgramsOverVerbs", "RefusedOverVerbs", "ReplacedOverVerbs",
      "EndsOverVerbs",
      "DeviceRemovedOverVerbs");

  private VerbsSuite() {}

  /**
   * Runs it.
   *
   * @param arguments names of classes of this package, or {@code Class#test}; {@link #ALL} if
   *     there are none
   */
  public static void main(String... arguments) {
    JUnitCore core = new JUnitCore();
    core.addListener(new Lines());
    int run = 0;
    int failed = 0;
    for (String name : arguments.length > 0 ? List.of(arguments) : ALL) {
      Result result = core.run(named(name));
      run += result.getRunCount();
      failed += result.getFailureCount();
    }
    System.out.println(run - failed + " passed, " + failed + " failed");
    System.exit(failed == 0 ? 0 : 1);
  }

  private static Request named(String name) {
    String[] names = name.split("#", 2);
    try {
      Class<?> found = Class.forName(VerbsSuite.class.getPackageName() + "." + names[0]);
      return names.length == 2 ? Request.method(found, names[1]) : Request.aClass(found);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("there is no class " + names[0], e);
    }
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
