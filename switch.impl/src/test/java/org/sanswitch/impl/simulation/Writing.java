package org.sanswitch.impl.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.SteppedSessions;

/** What one application writes: the bytes of its conversation, and urgent ones between them. */
final class Writing {

  /** So many urgent bytes are kept for an application that has not yet said how it wants them. */
  private static final int MOST_EARLY = 60;

  private final Timeline timeline;
  private final SanStream stream;
  private final Conversation conversation;
  private final boolean server;
  private final Habits habits;

  /** Where the urgent bytes stand that were sent. */
  private final List<Long> marks = new ArrayList<>();

  private long written;
  private boolean shut;

  /** A buffer that the switch has, until the write has ended. */
  private ByteBuffer lent;
  private String error = "";

  Writing(Timeline timeline, SanStream stream, Conversation conversation, boolean server,
      Habits habits) {
    this.timeline = timeline;
    this.stream = stream;
    this.conversation = conversation;
    this.server = server;
    this.habits = habits;
  }

  /** Writes once; {@return whether it makes sense to go on at once}. */
  boolean write() {
    if (isOver() || written == habits.bytes()) {
      return false;
    }
    int most = (int) Math.min(habits.bytes() - written, habits.writes());
    byte[] block = new byte[timeline.chance.sized(1, most)];
    for (int i = 0; i < block.length; i++) {
      block[i] = conversation.content(server, written + i);
    }
    try {
      int count = habits.direct() ? writeDirect(block) : stream.tryWrite(block, 0, block.length);
      timeline.note(server ? "server writes" : "client writes", conversation.port(), count);
      written += count;
      return count > 0;
    } catch (IOException e) {
      fail(e);
      return true;
    }
  }

  private int writeDirect(byte[] block) throws IOException {
    if (!habits.waits()) {
      return stream.tryWrite(ByteBuffer.allocateDirect(block.length).put(block).flip());
    }
    if (lent == null) {
      lent = ByteBuffer.allocateDirect(block.length).put(block).flip();
    }
    int count = stream.writeAwaited(lent);
    if (count > 0) {
      lent = null;
    }
    return count;
  }

  /** The application writes no more: it gets its buffer back. */
  void settle() {
    if (lent != null) {
      stream.settleWrite();
    }
  }

  /** Tries to send an urgent byte; {@return whether there is one to be sent yet}. */
  boolean sendUrgent() {
    if (isOver() || lent != null || marks.size() >= habits.urgent()) {
      return false;
    }
    boolean alone = (server ? conversation.client() : conversation.server()) == null;
    boolean early = alone && marks.size() >= MOST_EARLY;
    if (!early && (timeline.chance.oneIn(3) || written == habits.bytes())) {
      try {
        if (SteppedSessions.trySendUrgent(stream, urgentValue(marks.size()))) {
          marks.add(written);
          timeline.note("urgent", conversation.port(), written);
        }
      } catch (IOException e) {
        fail(e);
      }
    }
    return true;
  }

  /** Shuts output down if all is written. */
  void shutWhenDone() {
    if (!isOver() && written == habits.bytes() && marks.size() == habits.urgent()) {
      try {
        stream.shutdownOutput();
        shut = true;
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  private void fail(IOException e) {
    error = "write: " + e.getMessage() + " ";
    timeline.note(error, conversation.port(), written);
  }

  /** {@return whether nothing more can be written} */
  boolean isOver() {
    return shut || !error.isEmpty();
  }

  /** {@return whether all is written, or nothing more can be} */
  boolean isDone() {
    return isOver() || (written == habits.bytes() && marks.size() == habits.urgent());
  }

  boolean isShut() {
    return shut;
  }

  long written() {
    return written;
  }

  /** {@return the most that may be on its way: what the last write has not given back counts too} */
  long given() {
    return written + (lent == null ? 0 : lent.remaining());
  }

  int urgentSent() {
    return marks.size();
  }

  /** {@return whether an urgent byte of that number was sent, and stands there} */
  boolean isUrgentAt(int index, long position) {
    return index < marks.size() && marks.get(index) == position;
  }

  /** {@return the value of the urgent byte of that number} */
  byte urgentValue(int index) {
    return (byte) (conversation.content(server, index) ^ 0x5A);
  }

  String error() {
    return error;
  }
}
