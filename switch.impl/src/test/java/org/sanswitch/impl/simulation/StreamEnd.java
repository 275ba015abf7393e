package org.sanswitch.impl.simulation;

import java.util.concurrent.TimeUnit;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.session.SanStream;

/** An application at one end of a stream: writes, reads and ends it, one step after the other. */
final class StreamEnd {

  /** An application that sees no progress for so long gives up. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int MOST_PAUSE_NANOS = 20_000_000;

  private final Timeline timeline;
  private final SimulatedProcess process;
  private final SanStream stream;
  private final Habits habits;
  private final Writing writing;
  private final Reading reading;
  private final Conversation conversation;
  private int steps;

  /** Steps without progress since the last one with some: an idle application looks less often. */
  private int idle;

  private boolean planned;
  private boolean inputShut;
  private boolean closedInTurn;
  private boolean gaveUp;
  private boolean over;

  StreamEnd(Timeline timeline, SimulatedProcess process, SanStream stream,
      Conversation conversation,
      boolean server) {
    this.timeline = timeline;
    this.process = process;
    this.stream = stream;
    this.conversation = conversation;
    habits = server ? conversation.serverHabits() : conversation.clientHabits();
    writing = new Writing(timeline, stream, conversation, server, habits);
    reading = new Reading(timeline, stream, conversation, this, server, habits);
  }

  void start() {
    stream.urgentInline(habits.inline());
    if (habits.keepAlive()) {
      stream.keepAlive(true, 1, 1, 3);
    }
    if (habits.told()) {
      stream.readinessListener(this::plan);
    }
    plan();
    watch(-1);
  }

  /** The stream is ready, or it is time to look again. */
  private void plan() {
    if (!planned && !over) {
      planned = true;
      long longer = Math.min((long) habits.pause() * idle / 4, MOST_PAUSE_NANOS);
      timeline.after(longer + timeline.chance.sized(0, habits.pause()), process, "application",
          this::step);
    }
  }

  private void watch(long seen) {
    timeline.after(PATIENCE_NANOS, process, "patience", () -> {
      long progress = progress();
      if (over) {
        return;
      }
      if (progress == seen) {
        gaveUp = true;
        timeline.note("gave up", conversation.port(), progress);
        reset();
      } else {
        watch(progress);
      }
    });
  }

  private long progress() {
    return writing.written() + reading.received() + writing.urgentSent();
  }

  private void step() {
    planned = false;
    if (over) {
      return;
    }
    steps++;
    long before = progress();
    boolean more = timeline.chance.oneIn(2)
        ? writing.write() | reading.read()
        : reading.read() | writing.write();
    more |= writing.sendUrgent();
    idle = progress() == before ? idle + 1 : 0;
    end();
    if (more || !habits.told() || habits.ending() != Habits.Ending.IN_TURN) {
      plan();
    }
  }

  private void end() {
    switch (habits.ending()) {
      case IN_TURN -> {
        writing.shutWhenDone();
        if (writing.isOver() && reading.isOver()) {
          close();
        }
      }
      case CLOSE_AFTER_WRITING -> {
        if (writing.isDone()) {
          close();
        }
      }
      case CLOSE_EARLY -> {
        if (steps >= habits.endsAfter()) {
          close();
        }
      }
      case RESET -> {
        if (steps >= habits.endsAfter()) {
          conversation.excuse(Excuse.RESET);
          reset();
        }
      }
      case SHUT_INPUT -> {
        if (steps >= habits.endsAfter() && !inputShut) {
          inputShut = true;
          stream.shutdownInput();
        }
        if (inputShut && writing.isDone()) {
          close();
        }
      }
    }
  }

  private void close() {
    over = true;
    closedInTurn = true;
    timeline.note("application closes", conversation.port(), reading.position());
    stream.readinessListener(null);
    stream.close();
    settle();
  }

  private void reset() {
    over = true;
    stream.readinessListener(null);
    stream.reset(EndReason.RESET_LOCALLY);
    settle();
  }

  /** Calls that wait end with the stream, and get their buffers back. */
  private void settle() {
    writing.settle();
    reading.settle();
  }

  // What became of it.

  boolean isOver() {
    return over || process.isDead();
  }

  boolean isOf(SimulatedProcess other) {
    return process == other;
  }

  boolean isDead() {
    return process.isDead();
  }

  boolean hasGivenUp() {
    return gaveUp;
  }

  boolean hasShutInput() {
    return inputShut;
  }

  /** {@return whether it was closed, not reset} */
  boolean isClosed() {
    return closedInTurn;
  }

  Writing writing() {
    return writing;
  }

  Reading reading() {
    return reading;
  }

  Habits habits() {
    return habits;
  }

  SanStream stream() {
    return stream;
  }

  /** {@return what it has seen, for people} */
  String text() {
    return habits + ", written " + writing.written() + ", read " + reading.position()
        + (reading.isEnded() ? " to the end" : "") + ", " + writing.error() + reading.error()
        + " ended " + stream.endReason() + " (" + stream.endDetail() + ")"
        + (gaveUp ? ", gave up" : "") + (process.isDead() ? ", dead" : "");
  }
}
