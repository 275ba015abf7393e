package org.sanswitch.tck.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.CheckResult;
import org.sanswitch.tck.ProviderUnderTest;
import org.sanswitch.tck.Verdict;
import org.sanswitch.tck.peer.Peers;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Findings;
import org.sanswitch.tck.stage.NotApplicable;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Stage;
import org.sanswitch.tck.stage.Trace;

/**
 * Runs checks one after the other, each in a thread of its own with a bound. A downcall that does
 * not return breaks the rule that says so, and the stack of its thread is the proof.
 */
public final class Runner implements AutoCloseable {

  /** How many times the bound of a single wait a whole check may take. */
  private static final int WAITS = 6;

  /** After so many checks that hang, no more are tried. */
  private static final int MOST_HANGS = 3;

  private static final Map<String, String> MUST_RETURN =
      Map.of("WSPCloseSocket", "CLO-7", "WSPCleanup", "INI-7", "WSPSend", "CMP-1", "WSPRecv",
          "CMP-1", "WSPRdmaWrite", "CMP-1", "WSPRdmaRead", "CMP-1", "WSPGetOverlappedResult",
          "CMP-2", "WSPAccept", "ACC-1", "WSPDeregisterMemory", "MEM-3");

  private final ProviderUnderTest provider;
  private final Peers peers;

  /** Guard: this. */
  private int hangs;

  /**
   * Makes it.
   *
   * @param provider what is checked
   */
  public Runner(ProviderUnderTest provider) {
    this.provider = provider;
    this.peers = new Peers(provider);
  }

  /** How a check ended. */
  private static final class Outcome {
    /** Guard: written by the check's thread before it ends, read after it has ended. */
    private Verdict verdict = Verdict.KEPT;
    /** Guard: as {@link #verdict}. */
    private String detail = "";

    void set(Verdict to, @Nullable String why) {
      verdict = to;
      detail = why == null ? "" : why;
    }
  }

  /**
   * Runs one check.
   *
   * @param check the check
   * @return what it found
   */
  public synchronized CheckResult run(Check check) {
    if (hangs >= MOST_HANGS) {
      return new CheckResult(check.name(), check.rules(), Verdict.NOT_SHOWN,
          hangs + " checks before hung", List.of(), List.of());
    }
    Trace trace = new Trace();
    Findings findings = new Findings(trace);
    Stage stage = new Stage(provider, trace, findings);
    Outcome outcome = new Outcome();
    Thread thread =
        Thread.ofPlatform()
          .name("kit-" + check.method().getName())
          .daemon()
          .start(() -> play(check, stage, outcome));
    if (!join(thread, provider.bound().multipliedBy(WAITS))) {
      hangs++;
      hung(check, stage, thread);
      thread.interrupt();
      return result(check, Verdict.NOT_SHOWN, "it did not end within "
          + provider.bound().multipliedBy(WAITS), findings, trace);
    }
    return result(check, outcome.verdict, outcome.detail, findings, trace);
  }

  /** Ends the second process. */
  @Override
  public void close() {
    peers.close();
  }

  private static boolean join(Thread thread, Duration bound) {
    try {
      return thread.join(bound);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void play(Check check, Stage stage, Outcome outcome) {
    try (stage) {
      check.run(stage, peers);
    } catch (Broken e) {
      stage.findings().broken(e.rule(), String.valueOf(e.getMessage()));
    } catch (NotApplicable e) {
      outcome.set(Verdict.NOT_APPLICABLE, e.getMessage());
    } catch (NotShown e) {
      outcome.set(Verdict.NOT_SHOWN, e.getMessage());
    } catch (InterruptedException e) {
      outcome.set(Verdict.NOT_SHOWN, "the kit was interrupted");
    } catch (WsaException e) {
      outcome.set(Verdict.NOT_SHOWN, "a step failed: " + e.getMessage());
    } catch (Exception e) {
      unexpected(check, stage, outcome, e);
    }
  }

  /** What follows from something that was found already is not held against another rule. */
  private static void unexpected(Check check, Stage stage, Outcome outcome, Exception e) {
    String what = "unexpected: " + e + at(e.getStackTrace());
    if (stage.findings().all().isEmpty()) {
      stage.findings().broken(check.rules().getFirst(), what);
    } else {
      outcome.set(Verdict.NOT_SHOWN, what);
    }
  }

  private static void hung(Check check, Stage stage, Thread thread) {
    String call = stage.running(thread);
    String rule = call == null ? null : MUST_RETURN.get(call);
    stage.findings()
      .broken(rule == null ? check.rules().getFirst() : rule,
          (call == null ? "the check" : call) + " did not return" + at(thread.getStackTrace()));
  }

  private static String at(StackTraceElement[] stack) {
    return Arrays.stream(stack).map(each -> "\n        at " + each).collect(Collectors.joining());
  }

  private static CheckResult result(
      Check check, Verdict ended, String detail, Findings findings, Trace trace) {
    List<CheckResult.Finding> broken =
        findings.all().stream().map(f -> new CheckResult.Finding(f.rule(), f.what())).toList();
    if (broken.stream().anyMatch(each -> check.rules().contains(each.rule()))) {
      return new CheckResult(check.name(), check.rules(), Verdict.BROKEN, detail, broken,
          trace.lines());
    }
    boolean cut = ended == Verdict.KEPT && !broken.isEmpty();
    return new CheckResult(check.name(), check.rules(), cut ? Verdict.NOT_SHOWN : ended,
        cut ? "another rule was broken: " + broken.getFirst().rule() : detail, broken,
        trace.lines());
  }
}
