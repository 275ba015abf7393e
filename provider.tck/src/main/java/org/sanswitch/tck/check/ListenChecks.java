package org.sanswitch.tck.check;

import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.End;
import org.sanswitch.tck.stage.Event;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Listening and accepting (LIS-2, ACC-1, ACC-3). */
public final class ListenChecks {

  private static final int NEGOTIATION = 256;

  @Rules("ACC-1")
  public void asksTheConditionFunctionFirstAndOnlyThenTellsThePeer(Stage stage) throws Exception {
    InetSocketAddress at = stage.tcpListener();
    Event requested = stage.server().event("FD_ACCEPT");
    End server = stage.server();
    San listener = server.listen(at, 2, requested);
    Event connected = stage.client().event("FD_CONNECT");
    San client = stage.client().socket();
    WsaError answer = client.connect(at, connected);
    await(stage, requested, 1);
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    San accepted = stage.server().accept(listener, (local, remote) -> {
      if (!local.equals(at)) {
        seen.add("the condition function was told " + local + ", the peer connects to " + at);
      }
      if (watch(stage, connected)) {
        seen.add("the peer was told before the condition function had decided");
      }
      return Decision.CF_ACCEPT;
    });
    Broken.unless("ACC-1", answer == WsaError.WSAEWOULDBLOCK,
        "WSPConnect answered " + answer + " before WSPAccept was called");
    Broken.unless("ACC-1", seen.isEmpty(), String.join("; ", seen));
    Broken.unless("ACC-1", accepted != null, "WSPAccept returned no socket after CF_ACCEPT");
    Expect.answers("ACC-1", "WSPConnect after CF_ACCEPT", client.connectResult(answer, connected),
        WsaError.NO_ERROR);
  }

  /** {@return whether the event is set while nothing may be told} */
  private static boolean watch(Stage stage, Event event) {
    try {
      stage.quiet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return event.count() > 0;
  }

  @Rules("ACC-1")
  public void refusesHereAndAtThePeerWhenTheConditionFunctionRejects(Stage stage)
      throws Exception {
    InetSocketAddress at = stage.tcpListener();
    Event requested = stage.server().event("FD_ACCEPT");
    End server = stage.server();
    San listener = server.listen(at, 2, requested);
    Event connected = stage.client().event("FD_CONNECT");
    San client = stage.client().socket();
    WsaError answer = client.connect(at, connected);
    await(stage, requested, 1);
    Expect.fails("ACC-1", "WSPAccept with CF_REJECT",
        () -> server.accept(listener, (local, remote) -> Decision.CF_REJECT),
        WsaError.WSAECONNREFUSED);
    Expect.answers("ACC-1", "WSPConnect with CF_REJECT at the peer",
        client.connectResult(answer, connected), WsaError.WSAECONNREFUSED);
    Expect.fails("ACC-1", "WSPAccept after the only request was rejected",
        () -> server.accept(listener, (local, remote) -> Decision.CF_ACCEPT),
        WsaError.WSAEWOULDBLOCK);
  }

  @Rules("ACC-3")
  public void keepsWhatArrivesBeforeReceivesArePosted(Stage stage) throws Exception {
    Stage.Link link = stage.connect();
    byte[] first = Pattern.bytes(1, NEGOTIATION);
    Operation send = link.client().send(false, first);
    stage.quiet();
    Operation receive = link.server().receive(false, NEGOTIATION);
    Operation next = link.server().receive(false, NEGOTIATION);
    Pattern.arrived("ACC-3", first, receive, finish(link.server(), receive));
    link.client().finish(send, "CMP-3");
    Broken.unless("ACC-3", !next.isFinished(), next + " took the message a second time");
    byte[] second = Pattern.bytes(2, NEGOTIATION / 2);
    link.client().send(false, second);
    Pattern.arrived("ACC-3", second, next, finish(link.server(), next));
  }

  private static WsaError finish(San socket, Operation receive) throws Exception {
    return socket.finish(receive, "ACC-3");
  }

  @Rules("LIS-2")
  public void refusesBeyondTheBacklogAtOnceWithoutASignal(Stage stage) throws Exception {
    InetSocketAddress at = stage.tcpListener();
    Event requested = stage.server().event("FD_ACCEPT");
    End server = stage.server();
    San listener = server.listen(at, 2, requested);
    for (int i = 1; i <= 2; i++) {
      int before = requested.count();
      connecting(stage, at);
      await(stage, requested, before + 1);
      listener.enumerate();
    }
    stage.quiet();
    int signals = requested.count();
    Event connected = stage.client().event("FD_CONNECT of the third");
    San third = stage.client().socket();
    Expect.answers("LIS-2", "WSPConnect beyond the backlog", result("LIS-2", third, at, connected),
        WsaError.WSAECONNREFUSED, WsaError.WSAENOBUFS);
    stage.quiet();
    Broken.unless("LIS-2", requested.count() == signals,
        "FD_ACCEPT was signalled for a request beyond the backlog");
    for (int i = 1; i <= 2; i++) {
      Broken.unless("LIS-2",
          stage.server().accept(listener, (local, remote) -> Decision.CF_ACCEPT) != null,
          "request " + i + " of the backlog of 2 is not there");
    }
    Expect.fails("LIS-2", "WSPAccept of a third request",
        () -> server.accept(listener, (local, remote) -> Decision.CF_ACCEPT),
        WsaError.WSAEWOULDBLOCK);
  }

  private static void connecting(Stage stage, InetSocketAddress at) throws Exception {
    San client = stage.client().socket();
    client.connect(at, stage.client().event("FD_CONNECT"));
  }

  /** {@return how WSPConnect ended, at once or in the background; the rule says that it does} */
  static WsaError result(String rule, San socket, InetSocketAddress at, Event connected)
      throws Exception {
    WsaError answer;
    try {
      answer = socket.connect(at, connected);
    } catch (WsaException e) {
      return e.error();
    }
    Broken.unless(rule,
        answer == WsaError.NO_ERROR || socket.end().await(() -> connected.count() > 0),
        "WSPConnect to " + at + " did not end within the bound");
    return socket.connectResult(answer, connected);
  }

  static void await(Stage stage, Event requested, int count) throws Exception {
    if (!stage.server().await(() -> requested.count() >= count)) {
      throw new NotShown("no FD_ACCEPT for request " + count + " within the bound", null);
    }
  }
}
