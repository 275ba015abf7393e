package org.sanswitch.tck.check;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;
import org.sanswitch.tck.peer.Peer;
import org.sanswitch.tck.peer.Peers;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** The same obligations towards another process, and what happens when it dies. */
@SuppressWarnings("try") // the peer's end is interrupted when the check is ended
public final class ProcessChecks {

  private static final int ROUNDS = 32;
  private static final int WINDOW = 8;
  private static final int SIZE = 4096;
  private static final int SMALL = 128;
  private static final int DELIVERED = 3;
  private static final int POSTED = 5;

  /** Connects to the peer, with a first message each way. */
  static San connect(Stage stage, Peer peer) throws Exception {
    San socket = unnegotiated(stage, peer);
    peer.ask("post 1 " + SMALL);
    socket.finish(socket.send(false, Pattern.bytes(1, SMALL)), "CMP-3");
    peer.ask("take 1 " + SMALL + " 1");
    Operation receive = socket.receive(false, SMALL);
    peer.ask("send 1 " + SMALL + " 2");
    Pattern.arrived("CMP-3", Pattern.bytes(2, SMALL), receive, socket.finish(receive, "CMP-3"));
    return socket;
  }

  private static San unnegotiated(Stage stage, Peer peer) throws Exception {
    InetSocketAddress at = at(stage, peer.ask("listen 2"));
    San socket = stage.client().socket();
    var connected = stage.client().event("FD_CONNECT");
    WsaError answer = socket.connect(at, connected);
    String accepted = peer.ask("accept");
    WsaError result = socket.connectResult(answer, connected);
    if (result != WsaError.NO_ERROR || !accepted.equals(WsaError.NO_ERROR.name())) {
      throw new NotShown("WSPConnect to the second process ended with " + result
          + ", its WSPAccept with " + accepted, null);
    }
    return socket;
  }

  private static InetSocketAddress at(Stage stage, String port) {
    return new InetSocketAddress(stage.provider().address(), Integer.parseInt(port));
  }

  @Rules({"CMP-1", "CMP-3"})
  public void movesMegabytesToAnotherProcessAndBack(Stage stage, Peers peers) throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = connect(stage, peer);
      for (int round = 0; round < ROUNDS; round++) {
        int seed = round * WINDOW;
        peer.ask("post " + WINDOW + " " + SIZE);
        List<Operation> sends = new ArrayList<>();
        List<Operation> receives = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
          sends.add(socket.send(i % 2 == 0, Pattern.bytes(seed + i, SIZE)));
          receives.add(socket.receive(i % 2 == 1, SIZE));
        }
        peer.ask("take " + WINDOW + " " + SIZE + " " + seed);
        peer.ask("send " + WINDOW + " " + SIZE + " " + ~seed);
        for (int i = 0; i < WINDOW; i++) {
          Pattern.arrived("CMP-3", Pattern.bytes(~seed + i, SIZE), receives.get(i),
              socket.finish(receives.get(i), "CMP-3"));
          socket.finish(sends.get(i), "CMP-3");
        }
      }
    }
  }

  @Rules({"CLO-1", "CLO-9"})
  public void deliversWhatAKilledPeerHadSentThenResets(Stage stage, Peers peers) throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = connect(stage, peer);
      List<Operation> receives = new ArrayList<>();
      for (int i = 0; i < POSTED; i++) {
        receives.add(socket.receive(i % 2 == 0, SMALL));
      }
      peer.ask("send " + DELIVERED + " " + SMALL + " 7");
      peer.kill();
      for (int i = 0; i < DELIVERED; i++) {
        Pattern.arrived("CLO-9", Pattern.bytes(7 + i, SMALL), receives.get(i),
            socket.finish(receives.get(i), "CLO-9"));
      }
      for (Operation each : receives.subList(DELIVERED, POSTED)) {
        Expect.answers("CLO-1", each + " after the peer was killed",
            socket.finish(each, "CLO-1"), WsaError.WSAECONNRESET);
      }
      socket.closeAndWait();
    }
  }

  @Rules("CLO-1")
  public void resetsWhenTheOtherProcessCloses(Stage stage, Peers peers) throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = connect(stage, peer);
      Operation receive = socket.receive(false, SMALL);
      peer.ask("close");
      Expect.answers("CLO-1", "a receive after the other process has closed",
          socket.finish(receive, "CLO-1"), WsaError.WSAECONNRESET);
    }
  }

  @Rules("CLO-1")
  public void resetsTheOtherProcessWhenThisOneCloses(Stage stage, Peers peers) throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = connect(stage, peer);
      peer.ask("post 2 " + SMALL);
      socket.closeAndWait();
      String statuses = peer.ask("statuses");
      Broken.unless("CLO-1",
          Arrays.stream(statuses.split(" ")).allMatch(WsaError.WSAECONNRESET.name()::equals),
          "receives of the other process ended with " + statuses + ", not WSAECONNRESET");
    }
  }

  @Rules("ACC-1")
  public void isRefusedWhenTheOtherProcessRejects(Stage stage, Peers peers) throws Exception {
    try (Peer peer = peers.begin(stage)) {
      InetSocketAddress at = at(stage, peer.ask("listen 2"));
      San socket = stage.client().socket();
      var connected = stage.client().event("FD_CONNECT");
      WsaError answer = socket.connect(at, connected);
      String rejected = peer.ask("reject");
      Broken.unless("ACC-1", rejected.equals(WsaError.WSAECONNREFUSED.name()),
          "WSPAccept with CF_REJECT answered " + rejected);
      Expect.answers("ACC-1", "WSPConnect with CF_REJECT in the other process",
          socket.connectResult(answer, connected), WsaError.WSAECONNREFUSED);
    }
  }

  @Rules("ACC-3")
  public void keepsWhatArrivesBeforeTheOtherProcessPostsReceives(Stage stage, Peers peers)
      throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = unnegotiated(stage, peer);
      socket.finish(socket.send(false, Pattern.bytes(3, SMALL)), "CMP-3");
      stage.quiet();
      peer.ask("post 1 " + SMALL);
      try {
        peer.ask("take 1 " + SMALL + " 3");
      } catch (Broken e) {
        throw new Broken("ACC-3", "an early message: " + e.getMessage());
      }
    }
  }

  @Rules("LIS-2")
  public void isRefusedAtOnceWhenTheBacklogOfTheOtherProcessIsFull(Stage stage, Peers peers)
      throws Exception {
    try (Peer peer = peers.begin(stage)) {
      InetSocketAddress at = at(stage, peer.ask("listen 1"));
      stage.client().socket().connect(at, stage.client().event("FD_CONNECT of the first"));
      boolean waits = false;
      for (long end = System.nanoTime() + stage.provider().bound().toNanos(); !waits
          && System.nanoTime() - end < 0;) {
        waits = !peer.ask("requests").equals("0");
      }
      Broken.unless("LIS-2", waits, "no FD_ACCEPT in the other process for the first request");
      String before = peer.ask("requests");
      San second = stage.client().socket();
      Expect.answers("LIS-2", "WSPConnect beyond the backlog of the other process",
          ListenChecks.result("LIS-2", second, at,
              stage.client().event("FD_CONNECT of the second")),
          WsaError.WSAECONNREFUSED, WsaError.WSAENOBUFS);
      stage.quiet();
      String after = peer.ask("requests");
      Broken.unless("LIS-2", before.equals(after), "FD_ACCEPT was signalled " + before
          + " times in the other process before a request beyond the backlog, " + after
          + " times after it");
    }
  }

  @Rules("CON-3")
  public void timesOutWhereTcpReachesTheOtherProcess(Stage stage, Peers peers) throws Exception {
    try (Peer peer = peers.begin(stage)) {
      InetSocketAddress at = at(stage, peer.ask("tcp"));
      San client = stage.client().socket();
      Expect.answers("CON-3",
          "WSPConnect to a TCP/IP listener of another process without a companion",
          ListenChecks.result("CON-3", client, at, stage.client().event("FD_CONNECT")),
          WsaError.WSAETIMEDOUT);
    }
  }
}
