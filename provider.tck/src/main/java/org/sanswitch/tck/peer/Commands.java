package org.sanswitch.tck.peer;

import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sanswitch.tck.ProviderUnderTest;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Findings;
import org.sanswitch.tck.stage.Stage;
import org.sanswitch.tck.stage.Trace;

/**
 * Executes the commands of the kit in the second process. The answer is one line that begins with
 * {@link #OK}, {@link #BROKEN} or {@code failed}; {@code end} has findings and the trace before it.
 */
final class Commands {

  static final String OK = "ok";
  static final String BROKEN = "broken";
  static final String FINDING = "finding";
  static final String TRACE = "trace";

  private final ProviderUnderTest provider;
  private final PrintStream replies;

  /** Guard: the thread that executes. */
  private @Nullable PeerPart part;

  Commands(ProviderUnderTest provider, PrintStream replies) {
    this.provider = provider;
    this.replies = replies;
  }

  void execute(String line) {
    try {
      String[] words = line.split(" ");
      reply(OK, switch (words[0]) {
        case "begin" -> begin();
        case "end" -> end();
        default -> required().execute(words);
      });
    } catch (Broken e) {
      reply(BROKEN, e.rule() + " " + e.getMessage());
    } catch (Exception e) {
      reply("failed", line + ": " + e);
    }
  }

  private void reply(String kind, String text) {
    replies.println(kind + " " + text.replace('\n', ' '));
    replies.flush();
  }

  private PeerPart required() {
    PeerPart now = part;
    if (now == null) {
      throw new IllegalStateException("no check has begun");
    }
    return now;
  }

  private String begin() throws Exception {
    if (part != null) {
      end();
    }
    Trace trace = new Trace();
    part = new PeerPart(new Stage(provider, trace, new Findings(trace)));
    return "";
  }

  private String end() throws Exception {
    PeerPart now = required();
    part = null;
    Stage stage = now.stage();
    stage.close();
    Function<Findings.Finding, String> text = each -> each.rule() + " " + each.what();
    stage.findings().all().stream().map(text).forEach(each -> reply(FINDING, each));
    if (!stage.findings().all().isEmpty()) {
      stage.trace().lines().forEach(each -> reply(TRACE, each));
    }
    return "";
  }
}
