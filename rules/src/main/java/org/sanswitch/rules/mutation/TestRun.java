package org.sanswitch.rules.mutation;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests in a class loader until the first one fails, within a bound. Used once. */
final class TestRun implements TestExecutionListener {

  private static final Duration END_BOUND = Duration.ofSeconds(5);

  private final ClassLoader loader;
  private final CancellationToken stop = CancellationToken.create();
  private final AtomicReference<@Nullable Failed> failure = new AtomicReference<>();

  /** Guard: the thread that runs the tests, and its end. */
  private int passed;

  private TestRun(ClassLoader loader) {
    this.loader = loader;
  }

  /** How it ended. */
  sealed interface Result {}

  /** All passed. */
  record Passed(int count) implements Result {}

  /** One failed. */
  record Failed(String test, Throwable cause) implements Result {}

  /** They went on for longer than the bound. */
  record Hung(Duration bound) implements Result {}

  /**
   * Runs tests.
   *
   * @param loader has them
   * @param tests each as {@code Class} or {@code Class#method}
   * @param bound how long they may take
   * @return how it ended
   * @throws MutantException if there is no such test
   */
  static Result run(ClassLoader loader, List<String> tests, Duration bound) {
    TestRun run = new TestRun(loader);
    CompletableFuture<Result> result = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().daemon().name("mutant").unstarted(() -> {
      try {
        result.complete(run.execute(tests));
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    });
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return result.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      run.stop.cancel();
      return run.end(thread, bound);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof MutantException mistake
          ? mistake
          : new MutantException("the tests cannot be run: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new MutantException("interrupted while " + tests + " ran", e);
    }
  }

  /** A test that can be interrupted is, so that it cleans up; one that cannot is left alone. */
  private Result end(Thread thread, Duration bound) {
    thread.interrupt();
    try {
      thread.join(END_BOUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Hung(bound);
  }

  private Result execute(List<String> tests) {
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
      .selectors(tests.stream().flatMap(test -> selectors(test).stream()).toList())
      .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
      .build();
    // Nothing of the run around this one: its listeners would take these tests for their own.
    LauncherConfig alone = LauncherConfig.builder()
      .enableLauncherSessionListenerAutoRegistration(false)
      .enableLauncherDiscoveryListenerAutoRegistration(false)
      .enableTestExecutionListenerAutoRegistration(false)
      .enablePostDiscoveryFilterAutoRegistration(false)
      .build();
    LauncherFactory.create(alone)
      .execute(LauncherExecutionRequestBuilder.request(request)
        .listeners(this)
        .cancellationToken(stop)
        .build());
    Failed failed = failure.get();
    if (failed != null) {
      return failed;
    }
    if (passed == 0) {
      throw new MutantException("no test ran of " + tests);
    }
    return new Passed(passed);
  }

  private List<DiscoverySelector> selectors(String test) {
    Class<?> type = TestNames.type(loader, test);
    List<Method> methods = TestNames.methods(type, test);
    return methods.isEmpty()
        ? List.of(DiscoverySelectors.selectClass(type))
        : methods.stream()
          .<DiscoverySelector>map(method -> DiscoverySelectors.selectMethod(type, method))
          .toList();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      Throwable cause = result.getThrowable().orElseGet(() -> new AssertionError("no cause"));
      failure.compareAndSet(null, new Failed(test.getDisplayName(), cause));
      stop.cancel();
    } else if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      passed++;
    }
  }
}
