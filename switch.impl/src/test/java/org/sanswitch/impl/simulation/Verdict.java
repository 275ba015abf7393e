package org.sanswitch.impl.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.RouteReason;

/** Judges what became of the conversations once all is over. */
final class Verdict {

  private static final Set<Excuse> OF_APPLICATIONS = EnumSet.of(Excuse.RESET, Excuse.CLOSED_EARLY,
      Excuse.CANCELLED_CONNECT, Excuse.LISTENER_GONE);

  /** Who pauses for longer may need seconds for what it has not read when its peer closes. */
  private static final int SLOW_NANOS = 1_000_000;

  private final Timeline timeline;
  private final boolean mayFallBack;

  Verdict(Timeline timeline, boolean mayFallBack) {
    this.timeline = timeline;
    this.mayFallBack = mayFallBack;
  }

  private void fail(Conversation in, String why) {
    StreamEnd client = in.client();
    StreamEnd server = in.server();
    timeline.fail("conversation " + in.port() + ": " + why + "; excuses " + in.excuses()
        + "\n  client: " + (client == null ? in.otherwise() : client.text()) + "\n  server: "
        + (server == null ? "none" : server.text()));
  }

  /** Judges one conversation: bytes, ends, reasons. */
  void judge(Conversation in) {
    StreamEnd client = in.client();
    if (client == null) {
      if (in.excuses().isEmpty() && !mayFallBack) {
        fail(in, "not connected");
      }
      in.excuse(Excuse.CANCELLED_CONNECT);
      in.servers().forEach(server -> judgeReason(in, server));
      return;
    }
    StreamEnd server = in.server();
    if (server == null) {
      if (in.excuses().isEmpty()) {
        fail(in, "never accepted");
      }
      judgeReason(in, client);
      return;
    }
    excuseEarlyCloses(in, client, server);
    excuseEarlyCloses(in, server, client);
    excuseSlowReader(in, client, server);
    excuseSlowReader(in, server, client);
    judgeReason(in, client);
    judgeReason(in, server);
    judgeDirection(in, client, server, false);
    judgeDirection(in, server, client, true);
  }

  private static void excuseEarlyCloses(Conversation in, StreamEnd end, StreamEnd peer) {
    boolean early = (end.isClosed() && !end.reading().isEnded()) || end.hasShutInput();
    if (early && peer.writing().given() > end.reading().position()) {
      in.excuse(Excuse.CLOSED_EARLY);
    }
  }

  private static void excuseSlowReader(Conversation in, StreamEnd end, StreamEnd reader) {
    boolean slow = reader.habits().pause() > SLOW_NANOS;
    if (slow && end.stream().endReason() == EndReason.CLOSE_TIMEOUT
        && reader.reading().position() < end.writing().written()) {
      in.excuse(Excuse.SLOW_READER);
    }
  }

  private void judgeReason(Conversation in, StreamEnd end) {
    if (end.isDead()) {
      return;
    }
    EndReason reason = end.stream().endReason();
    boolean fits = reason == EndReason.CLOSED
        || (reason != null && in.excuses().stream().anyMatch(excuse -> excuse.allows(reason)));
    if (!fits) {
      fail(in, "ended by " + reason);
    }
    if (end.hasGivenUp() && !in.excuses().contains(Excuse.STALLED)) {
      fail(in, "an application saw no progress");
    }
  }

  private void judgeDirection(Conversation in, StreamEnd from, StreamEnd to, boolean fromServer) {
    long written = from.writing().written();
    long read = to.reading().position();
    long given = from.writing().given();
    boolean closed = to.stream().endReason() == EndReason.CLOSED;
    if (in.excuses().isEmpty()) {
      judgeWhole(in, from, to);
    }
    if (to.reading().isEnded() && closed && !to.hasShutInput()
        && read != written && read != given) {
      fail(in, "the end after " + read + " of " + written + " bytes");
    }
    boolean left = in.excuses().stream().anyMatch(OF_APPLICATIONS::contains);
    if (!left && from.isClosed() && !from.isDead()
        && from.stream().endReason() == EndReason.CLOSED
        && in.handedOver(fromServer) != written && in.handedOver(fromServer) != given) {
      fail(in, "closed in turn with " + in.handedOver(fromServer) + " of " + written
          + " bytes handed over");
    }
  }

  private void judgeWhole(Conversation in, StreamEnd from, StreamEnd to) {
    long written = from.writing().written();
    boolean reads = to.habits().ending() == Habits.Ending.IN_TURN;
    boolean writes = reads && from.habits().ending() != Habits.Ending.CLOSE_EARLY;
    if (writes && written != from.habits().bytes()) {
      fail(in, "wrote " + written + " of " + from.habits().bytes() + " bytes");
    }
    long position = to.reading().position();
    boolean whole = position == written || position == from.writing().given();
    if (reads && (!to.reading().isEnded() || !whole)) {
      fail(in, "read " + position + " of " + written + " bytes, end "
          + to.reading().isEnded());
    }
    int urgent = to.habits().inline() ? from.writing().urgentSent() : 0;
    if (reads && to.reading().urgent() != urgent) {
      fail(in, "read " + to.reading().urgent() + " of " + urgent + " urgent bytes");
    }
  }

  /** Compares what the ledger of a switch has counted with what its applications saw. */
  void judgeLedger(Host host, List<StreamEnd> ends) {
    long sent = ends.stream().mapToLong(end -> end.writing().written()).sum();
    long received = ends.stream().mapToLong(end -> end.reading().received()).sum();
    long countedSent = 0;
    long countedReceived = 0;
    for (RouteCount count : host.theSwitch().counts()) {
      if (count.reason() == RouteReason.SAN) {
        countedSent += count.bytesSent();
        countedReceived += count.bytesReceived();
      }
    }
    if (sent != countedSent || received != countedReceived) {
      timeline.fail("host " + host.process().number() + ": the ledger has " + countedSent
          + " bytes sent and " + countedReceived + " received, the applications " + sent + " and "
          + received);
    }
  }
}
