package org.sanswitch.tck.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Starting and completing transfers: CMP-1 to CMP-3. */
public final class CompletionChecks {

  private static final int MESSAGES = 24;
  private static final int POLLERS = 2;
  private static final int SIZE = 1000;

  @Rules({"CMP-1", "CMP-3"})
  public void startsTransfersAndNotifiesEachOnceWithItsOwnObjectAndHandle(Stage stage)
      throws Exception {
    Stage.Link link = stage.session();
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = Pattern.bytes(i, SIZE + i);
      Operation receive = link.server().receive(false, SIZE + MESSAGES);
      Operation send = link.client().send(false, message);
      Pattern.arrived("CMP-3", message, receive, link.server().finish(receive, "CMP-3"));
      Broken.unless("CMP-3", link.client().finish(send, "CMP-3") == WsaError.NO_ERROR,
          send + " did not succeed");
    }
    stage.quiet();
  }

  @Rules("CMP-2")
  public void answersPollOnlyRequestsToWspGetOverlappedResultAndNeverNotifiesThem(Stage stage)
      throws Exception {
    Stage.Link link = stage.session();
    Operation receive = link.server().receive(true, SIZE);
    WsaError early =
        link.server()
          .end()
          .table()
          .wspGetOverlappedResult(link.server().descriptor(),
              receive.overlapped(), WspProcedureTable.POLL);
    Broken.unless("CMP-2", early == WsaError.WSA_IO_INCOMPLETE,
        "WSPGetOverlappedResult of a pending receive answered " + early);
    byte[] message = Pattern.bytes(1, SIZE);
    Operation send = link.client().send(true, message);
    Pattern.arrived("CMP-2", message, receive, link.server().finish(receive, "CMP-2"));
    Broken.unless("CMP-2", link.client().finish(send, "CMP-2") == WsaError.NO_ERROR,
        send + " did not succeed");
    WsaError again =
        link.server()
          .end()
          .table()
          .wspGetOverlappedResult(link.server().descriptor(),
              receive.overlapped(), WspProcedureTable.POLL);
    Broken.unless("CMP-2", again == WsaError.NO_ERROR,
        "WSPGetOverlappedResult of a complete receive answered " + again);
    stage.quiet();
  }

  @Rules("CMP-2")
  public void endsAWaitWhenItIsWokenOrSomethingCompletes(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    WspProcedureTable table = socket.end().table();
    Operation receive = socket.receive(true, SIZE);
    long bound = stage.provider().bound().toNanos();
    long start = System.nanoTime();
    table.wakeWaiters(socket.descriptor());
    table.wspGetOverlappedResult(socket.descriptor(), receive.overlapped(), 2 * bound);
    Operation send = link.client().send(false, Pattern.bytes(2, SIZE));
    while (!receive.isFinished() && System.nanoTime() - start < bound) {
      table.wspGetOverlappedResult(socket.descriptor(), receive.overlapped(), 2 * bound);
    }
    long taken = System.nanoTime() - start;
    Broken.unless("CMP-2", taken < bound,
        "WSPGetOverlappedResult waited for " + TimeUnit.NANOSECONDS.toMillis(taken)
            + " ms, although it was woken and the receive was complete");
    link.client().finish(send, "CMP-3");
  }

  @Rules("CMP-3")
  public void notifiesOneAtATimeWhileOtherThreadsPoll(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    AtomicBoolean ended = new AtomicBoolean();
    List<Thread> pollers = new ArrayList<>();
    for (int i = 0; i < POLLERS; i++) {
      pollers.add(Thread.ofPlatform().daemon().name("kit-poll-" + i).start(() -> {
        while (!ended.get()) {
          poll(link.client());
          poll(link.server());
        }
      }));
    }
    try {
      for (int i = 0; i < MESSAGES; i++) {
        Operation there = link.server().receive(false, SIZE);
        Operation back = link.client().receive(false, SIZE);
        link.client().send(false, Pattern.bytes(i, SIZE));
        link.server().send(false, Pattern.bytes(~i, SIZE));
        Pattern.arrived("CMP-3", Pattern.bytes(i, SIZE), there,
            link.server().finish(there, "CMP-3"));
        Pattern.arrived("CMP-3", Pattern.bytes(~i, SIZE), back,
            link.client().finish(back, "CMP-3"));
      }
    } finally {
      ended.set(true);
      for (Thread each : pollers) {
        each.join(stage.provider().bound());
      }
    }
  }

  private static void poll(San socket) {
    socket.end()
      .table()
      .wspGetOverlappedResult(socket.descriptor(), null, WspProcedureTable.POLL);
  }
}
