package org.sanswitch.impl.simulation;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.sanswitch.impl.session.ConnectAttempt;

/** An application that connects: looks now and then how far it is, or gives up. */
final class Client {

  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final int MOST_PAUSE_NANOS = 100_000_000;

  private final Timeline timeline;
  private final Host host;
  private final Conversation conversation;
  private final InetSocketAddress remote;

  /** Looks until it gives up; negative for never. */
  private int patience;

  private int pause;
  private ConnectAttempt attempt;

  Client(Timeline timeline, Host host, Conversation conversation, InetSocketAddress remote,
      int patience) {
    this.timeline = timeline;
    this.host = host;
    this.conversation = conversation;
    this.remote = remote;
    this.patience = patience;
    pause = timeline.chance.oneIn(2) ? 50_000 : 20_000_000;
  }

  void connect() {
    attempt = host.core()
      .connect(remote, local -> new InetSocketAddress(local, conversation.port()), TIMEOUT_NANOS);
    look();
  }

  private void look() {
    ConnectAttempt.Outcome outcome = attempt.await(0);
    switch (outcome) {
      case null -> wait(patience--);
      case ConnectAttempt.Connected connected -> {
        timeline.note("connected", conversation.port(), 0);
        StreamEnd end = new StreamEnd(timeline, host.process(), connected.stream(), conversation,
            false);
        conversation.connected(end);
        end.start();
      }
      case ConnectAttempt.UseTcp tcp -> conversation.notConnected(tcp.route().toString());
      case ConnectAttempt.Failed failed -> conversation.notConnected(failed.toString());
    }
  }

  private void wait(int left) {
    if (left == 0) {
      timeline.note("cancel", conversation.port(), 0);
      conversation.excuse(Excuse.CANCELLED_CONNECT);
      attempt.cancel();
      conversation.notConnected("cancelled");
    } else {
      timeline.within(pause, host.process(), "look", this::look);
      pause = Math.min(pause + pause / 8, MOST_PAUSE_NANOS);
    }
  }
}
