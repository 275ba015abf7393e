package org.sanswitch.impl.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sanswitch.impl.session.SanStream;

/** What one application reads; each byte is compared with what the other end has written there. */
final class Reading {

  private final Timeline timeline;
  private final SanStream stream;
  private final Conversation conversation;
  private final StreamEnd end;
  private final boolean server;
  private final Habits habits;
  private long position;
  private int urgent;
  private boolean ended;

  /** A buffer that the switch has, until the read has ended. */
  private ByteBuffer lent;
  private String error = "";

  Reading(Timeline timeline, SanStream stream, Conversation conversation, StreamEnd end,
      boolean server, Habits habits) {
    this.timeline = timeline;
    this.stream = stream;
    this.conversation = conversation;
    this.end = end;
    this.server = server;
    this.habits = habits;
  }

  /** Reads once; {@return whether it makes sense to go on at once}. */
  boolean read() {
    if (isOver()) {
      return false;
    }
    byte[] block = lent == null
        ? new byte[timeline.chance.sized(1, habits.reads())]
        : new byte[lent.capacity()];
    try {
      int count = habits.direct() ? readDirect(block) : stream.tryRead(block, 0, block.length);
      timeline.note(server ? "server reads" : "client reads", conversation.port(), count);
      ended = count < 0;
      if (count > 0) {
        check(Arrays.copyOf(block, count));
      }
      return count > 0;
    } catch (IOException e) {
      error = "read: " + e.getMessage() + " ";
      timeline.note(error, conversation.port(), position);
      return true;
    }
  }

  private int readDirect(byte[] block) throws IOException {
    ByteBuffer buffer = lent == null ? ByteBuffer.allocateDirect(block.length) : lent;
    int count = habits.waits() ? stream.readAwaited(buffer) : stream.tryRead(buffer);
    lent = habits.waits() && count == 0 ? buffer : null;
    if (count > 0) {
      buffer.flip().get(block, 0, count);
    }
    return count;
  }

  private void check(byte[] bytes) {
    StreamEnd peer = conversation.peer(end);
    if (peer == null || end.hasShutInput()) {
      timeline.fail("conversation " + conversation.port() + ": " + bytes.length
          + " bytes from nowhere at " + position);
      return;
    }
    Writing from = peer.writing();
    for (byte value : bytes) {
      boolean isUrgent = habits.inline() && from.isUrgentAt(urgent, position);
      byte expected =
          isUrgent ? from.urgentValue(urgent) : conversation.content(!server, position);
      if (value != expected) {
        timeline.fail("conversation " + conversation.port() + ": byte " + position + " is " + value
            + ", not " + expected + (isUrgent ? ", urgent" : ""));
        return;
      }
      if (isUrgent) {
        urgent++;
      } else {
        position++;
      }
    }
    if (position > from.given()) {
      timeline.fail("conversation " + conversation.port() + ": read " + position + " of "
          + from.given() + " bytes");
    }
  }

  /** The application reads no more: it gets its buffer back. */
  void settle() {
    if (lent != null) {
      lent = null;
      stream.settleRead();
    }
  }

  /** {@return number of bytes of the stream that were read} */
  long position() {
    return position;
  }

  /** {@return number of urgent bytes that were read} */
  int urgent() {
    return urgent;
  }

  long received() {
    return position + urgent;
  }

  /** {@return whether the end of the stream was read} */
  boolean isEnded() {
    return ended;
  }

  /** {@return whether there is nothing more to be read} */
  boolean isOver() {
    return ended || !error.isEmpty();
  }

  String error() {
    return error;
  }
}
