package org.sanswitch.tck.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Closing a socket: how operations end, and the last upcall (CLO-1 to CLO-4, CLO-7, CLO-9). */
public final class ClosingChecks {

  private static final int PENDING = 6;
  private static final int SIZE = 256;

  @Rules({"CLO-1", "CLO-7"})
  public void tearsDownBothEndsWhenTheAcceptingEndCloses(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    tearDown(stage, link.server(), link.client());
  }

  @Rules({"CLO-1", "CLO-7"})
  public void tearsDownBothEndsWhenTheConnectingEndCloses(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    tearDown(stage, link.client(), link.server());
  }

  private static void tearDown(Stage stage, San closing, San left) throws Exception {
    List<Operation> receives = pendingReceives(left);
    closing.closeAndWait();
    for (Operation each : receives) {
      WsaError status = left.finish(each, "CLO-1");
      Broken.unless("CLO-1", status == WsaError.WSAECONNRESET, "after the peer's close " + each
          + ", not WSAECONNRESET");
    }
    Operation late = left.operation(Operation.Kind.SEND, true, left.buffer(SIZE));
    WsaError answer = left.send(late, SIZE);
    if (answer == WsaError.WSA_IO_PENDING) {
      answer = left.finish(late, "CLO-1");
    }
    Expect.answers("CLO-1", "WSPSend after the peer's close", answer, WsaError.WSAECONNRESET,
        WsaError.WSAENOTCONN, WsaError.WSAECONNABORTED);
    stage.quiet();
  }

  @Rules("CLO-9")
  public void deliversWhatHadArrivedWhenThePeerCloses(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    Operation arrived = link.server().receive(true, SIZE);
    Operation empty = link.server().receive(true, SIZE);
    byte[] message = Pattern.bytes(9, SIZE);
    link.client().finish(link.client().send(false, message), "CMP-3");
    link.client().closeAndWait();
    stage.quiet();
    Pattern.arrived("CLO-9", message, arrived, link.server().finish(arrived, "CMP-2"));
    Expect.answers("CLO-1", "a receive that took nothing before the peer closed",
        link.server().finish(empty, "CLO-1"), WsaError.WSAECONNRESET);
  }

  @Rules("CLO-2")
  public void abortsEveryPendingOperationOfTheSocketThatIsClosed(Stage stage) throws Exception {
    San socket = stage.session().server();
    List<Operation> receives = pendingReceives(socket);
    socket.closeAndWait();
    for (Operation each : receives) {
      boolean done = stage.client().await(each::isFinished);
      Broken.unless(each.overlapped().isComplete() ? "CMP-3" : "CLO-2", done,
          each + " is not finished after the last upcall");
      Broken.unless("CLO-2", each.status() == WsaError.WSA_OPERATION_ABORTED,
          each + ", not WSA_OPERATION_ABORTED");
    }
  }

  private static List<Operation> pendingReceives(San socket) throws WsaException, Broken {
    List<Operation> receives = new ArrayList<>();
    for (int i = 0; i < PENDING; i++) {
      receives.add(socket.receive(i % 2 == 0, SIZE));
    }
    return receives;
  }

  @Rules("CLO-3")
  public void hasReleasedTheMemoryWhenItNotifies(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    AtomicInteger tried = new AtomicInteger();
    Operation receive = releasing(link.server(), Operation.Kind.RECEIVE, refused, tried);
    Operation aborted = releasing(link.server(), Operation.Kind.RECEIVE, refused, tried);
    Operation send = releasing(link.client(), Operation.Kind.SEND, refused, tried);
    link.server().receive(receive, SIZE);
    link.server().receive(aborted, SIZE);
    link.client().send(send, SIZE);
    link.server().finish(receive, "CMP-3");
    link.client().finish(send, "CMP-3");
    awaitTries(link, tried, 2); // a close in the middle of an upcall would take the memory first
    link.client().closeAndWait();
    link.server().finish(aborted, "CLO-1");
    awaitTries(link, tried, 3);
    Broken.unless("CLO-3", refused.isEmpty(), String.join("; ", refused));
  }

  private static void awaitTries(Stage.Link link, AtomicInteger tried, int count)
      throws Exception {
    if (!link.client().end().await(() -> tried.get() >= count)) {
      throw new NotShown("not " + count + " of 3 upcalls have returned within the bound", null);
    }
  }

  private static Operation releasing(
      San socket, Operation.Kind kind, ConcurrentLinkedQueue<String> refused, AtomicInteger tried)
      throws WsaException {
    Operation operation = socket.operation(kind, false, socket.buffer(SIZE));
    operation.inUpcall(done -> {
      try {
        socket.deregister(done.region());
      } catch (WsaException e) {
        refused.add("WSPDeregisterMemory in the upcall for " + done + ": " + e.getMessage());
      } finally {
        tried.incrementAndGet();
      }
    });
    return operation;
  }

  @Rules("CLO-4")
  public void callsWpuCloseSocketHandleLastAndOnce(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    pendingReceives(link.client());
    pendingReceives(link.server());
    link.server().send(false, Pattern.bytes(1, SIZE));
    link.client().closeAndWait();
    link.server().closeAndWait();
    link.listener().closeAndWait();
    San unconnected = stage.client().socket();
    unconnected.closeAndWait();
    stage.quiet();
  }
}
