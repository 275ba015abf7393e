package org.sanswitch.tck.peer;

import java.io.IOException;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Stage;

/** The other process in one check: gets commands, {@link Commands} has them. */
@SuppressWarnings("try") // close may be interrupted: the runner ends checks that hang
public final class Peer implements AutoCloseable {

  /** How many times the bound of a single wait a command may take. */
  private static final int WAITS = 3;

  private final Stage stage;
  private final PeerProcess process;

  Peer(Stage stage, PeerProcess process) {
    this.stage = stage;
    this.process = process;
  }

  void begin() throws NotShown, InterruptedException {
    try {
      ask("begin");
    } catch (Broken e) {
      throw new NotShown("the peer does not start: " + e.getMessage(), e);
    }
  }

  /**
   * Has the peer do something.
   *
   * @param command what, with its arguments
   * @return the answer
   * @throws Broken if the peer saw that a rule is broken
   * @throws NotShown if it could not, or did not answer
   * @throws InterruptedException if the check is ended
   */
  public String ask(String command) throws Broken, NotShown, InterruptedException {
    stage.trace().add("peer is asked: " + command);
    try {
      process.send(command);
    } catch (IOException e) {
      throw new NotShown("the second process has gone: " + e, e);
    }
    while (true) {
      String line = process.reply(stage.provider().bound().multipliedBy(WAITS));
      if (line == null) {
        throw new NotShown("the second process did not answer to: " + command, null);
      }
      String[] parts = line.split(" ", 2);
      String rest = parts.length > 1 ? parts[1] : "";
      switch (parts[0]) {
        case Commands.OK -> {
          stage.trace().add("peer answers: " + rest);
          return rest;
        }
        case Commands.BROKEN -> throw broken(rest);
        case Commands.FINDING -> {
          Broken finding = broken(rest);
          stage.findings().broken(finding.rule(), String.valueOf(finding.getMessage()));
        }
        case Commands.TRACE -> stage.trace().add("peer: " + rest);
        default -> throw new NotShown("the second process: " + rest, null);
      }
    }
  }

  private static Broken broken(String text) {
    String[] parts = text.split(" ", 2);
    return new Broken(parts[0], "in the second process: " + (parts.length > 1 ? parts[1] : ""));
  }

  /** Kills the process (SIGKILL). */
  public void kill() {
    stage.trace().add("peer is killed");
    process.kill();
  }

  /**
   * Ends the peer's part of the check, and takes over what it found.
   *
   * @throws Broken if the peer saw that a rule is broken
   * @throws NotShown if it did not answer
   * @throws InterruptedException if the check is ended
   */
  @Override
  public void close() throws Broken, NotShown, InterruptedException {
    if (process.isUsable()) {
      ask("end");
    }
  }
}
