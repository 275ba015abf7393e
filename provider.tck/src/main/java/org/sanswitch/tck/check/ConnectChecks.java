package org.sanswitch.tck.check;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Event;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Connecting, and giving it up (CON-3, BLK-3). */
public final class ConnectChecks {

  private static final int SIZE = 64;

  @Rules("CON-3")
  public void timesOutWhereTcpMaySucceed(Stage stage) throws Exception {
    InetSocketAddress at = stage.tcpListener();
    San client = stage.client().socket();
    WsaError result = ListenChecks.result("CON-3", client, at, stage.client().event("FD_CONNECT"));
    Expect.answers("CON-3", "WSPConnect to a TCP/IP listener without a companion", result,
        WsaError.WSAETIMEDOUT);
  }

  @Rules("CON-3")
  public void timesOutAfterTheCompanionOfATcpListenerWasClosed(Stage stage) throws Exception {
    InetSocketAddress at = stage.tcpListener();
    San listener = stage.server().listen(at, 2, stage.server().event("FD_ACCEPT"));
    listener.closeAndWait();
    San client = stage.client().socket();
    WsaError result = ListenChecks.result("CON-3", client, at, stage.client().event("FD_CONNECT"));
    Expect.answers("CON-3", "WSPConnect to a TCP/IP listener whose companion was closed", result,
        WsaError.WSAETIMEDOUT);
  }

  @Rules("BLK-3")
  public void abortsAConnectionAttemptPromptlyWhenItsSocketIsClosed(Stage stage)
      throws Exception {
    InetSocketAddress at = stage.tcpListener();
    Event requested = stage.server().event("FD_ACCEPT");
    San listener = stage.server().listen(at, 2, requested);
    San client = stage.client().socket();
    Operation receive = client.receive(false, SIZE);
    client.connect(at, stage.client().event("FD_CONNECT"));
    ListenChecks.await(stage, requested, 1);
    client.close();
    Broken.unless("BLK-3", stage.client().await(client.handle()::isClosed),
        "no WPUCloseSocketHandle for " + client.handle() + " after the attempt was given up");
    Expect.answers("BLK-3", "a receive of the attempt that was given up", receive.status(),
        WsaError.WSA_OPERATION_ABORTED);
    San late = acceptWhatWasGivenUp(stage, listener);
    if (late != null) {
      Operation fromNobody = late.operation(Operation.Kind.RECEIVE, false, late.buffer(SIZE));
      if (late.receive(fromNobody, SIZE) == WsaError.WSA_IO_PENDING) {
        Broken.unless("BLK-3", late.finish(fromNobody, "BLK-3") != WsaError.NO_ERROR,
            fromNobody + " from the attempt that was given up");
      }
    }
    stage.connect(listener, at, requested);
  }

  /**
   * {@return what WSPAccept made of the request that was given up: nothing, or, where the listening
   * end did not know of that yet, a socket whose connection must end at once}
   */
  private static @Nullable San acceptWhatWasGivenUp(Stage stage, San listener)
      throws WsaException, NotShown {
    try {
      return stage.server().accept(listener, (local, remote) -> Decision.CF_ACCEPT);
    } catch (WsaException e) {
      if (e.error() == WsaError.WSAEWOULDBLOCK || e.error() == WsaError.WSAECONNRESET) {
        return null;
      }
      throw e;
    }
  }
}
