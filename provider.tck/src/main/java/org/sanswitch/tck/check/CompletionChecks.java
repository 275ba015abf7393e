package org.sanswitch.tck.check;

import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.Stage;

/** Starting and completing transfers: CMP-1 to CMP-3. */
public final class CompletionChecks {

  private static final int MESSAGES = 24;
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
}
