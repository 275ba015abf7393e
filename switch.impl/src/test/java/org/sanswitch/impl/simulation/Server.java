package org.sanswitch.impl.simulation;

import java.net.InetSocketAddress;
import java.util.Map;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.SanStream;

/** An application that listens, and takes what has come a while after it was told. */
final class Server {

  private static final int PAUSE_NANOS = 5_000_000;

  private final Timeline timeline;
  private final Host host;
  private final InetSocketAddress at;
  private final Map<Integer, Conversation> conversations;
  private CompanionListener listener;
  private boolean closed;
  private boolean planned;

  Server(Timeline timeline, Host host, InetSocketAddress at,
      Map<Integer, Conversation> conversations) {
    this.timeline = timeline;
    this.host = host;
    this.at = at;
    this.conversations = conversations;
  }

  void listen(int backlog) {
    if (closed) {
      return;
    }
    host.fabric().listenByTcp(at, true);
    listener = host.core().listen(at, backlog, this::told);
  }

  private void told() {
    if (!planned) {
      planned = true;
      timeline.within(PAUSE_NANOS, host.process(), "accept", this::accept);
    }
  }

  private void accept() {
    planned = false;
    for (SanStream stream = closed ? null : listener.poll(); stream != null;) {
      Conversation conversation = conversations.get(stream.remote().getPort());
      timeline.note("accepted", conversation.port(), 0);
      StreamEnd end = new StreamEnd(timeline, host.process(), stream, conversation, true);
      conversation.accepted(end);
      end.start();
      stream = listener.poll();
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      timeline.note("listener closes", at.getPort(), 0);
      host.fabric().listenByTcp(at, false);
      if (listener != null) {
        listener.close();
      }
    }
  }

  boolean isOn(Host other) {
    return host == other;
  }

  /** Its process dies. */
  void vanish() {
    closed = true;
    host.fabric().listenByTcp(at, false);
  }
}
