package org.sanswitch.tck.check;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.End;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** What a socket is before and after WSPCloseSocket (CLO-5, CLO-6, CLO-8). */
public final class AfterCloseChecks {

  private static final int SIZE = 256;

  @Rules("CLO-5")
  public void keepsASocketWhoseConnectionIsDeadUntilWspCloseSocket(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San left = link.client();
    MemoryRegion region = left.buffer(SIZE);
    Operation receive = left.receive(false, SIZE);
    link.server().closeAndWait();
    left.finish(receive, "CLO-1");
    stage.quiet();
    Broken.unless("CLO-5", !left.handle().isClosed(),
        "WPUCloseSocketHandle for " + left.handle() + " before WSPCloseSocket was called");
    Expect.fails("CLO-5", "WSPGetSockOpt on a dead connection",
        () -> left.option(SanSocketOption.SO_MAX_MSG_SIZE), WsaError.NO_ERROR);
    Operation late = left.operation(Operation.Kind.RECEIVE, true, region);
    WsaError answer = left.receive(late, SIZE);
    Broken.unless("CLO-5", answer != WsaError.WSAENOTSOCK, "WSPRecv on a dead connection answered "
        + answer + " before WSPCloseSocket was called");
    if (answer == WsaError.WSA_IO_PENDING) {
      left.finish(late, "CLO-1");
    }
    Expect.fails("CLO-5", "WSPDeregisterMemory on a dead connection",
        () -> left.deregister(region), WsaError.NO_ERROR);
    Expect.fails("CLO-5", "WSPCloseSocket on a dead connection", left::close, WsaError.NO_ERROR);
  }

  @Rules("CLO-6")
  public void answersNotSocketToEveryFunctionAfterAConnectedSocketIsClosed(Stage stage)
      throws Exception {
    San socket = stage.session().client();
    MemoryRegion region = socket.buffer(SIZE);
    Map<String, WsaError> answers = new LinkedHashMap<>();
    Functions functions = new Functions(socket);
    socket.close();
    functions.data(region, answers);
    functions.control(stage, answers);
    answers.forEach((name, answer) -> {
      if (answer != WsaError.WSAENOTSOCK) {
        stage.findings()
          .broken("CLO-6", name + " answered " + answer + " after WSPCloseSocket had returned");
      }
    });
  }

  @Rules("CLO-6")
  public void answersNotSocketAfterAListenerAndAnUnconnectedSocketAreClosed(Stage stage)
      throws Exception {
    San listener = stage.connect().listener();
    listener.close();
    End server = stage.server();
    Expect.fails("CLO-6", "WSPAccept after WSPCloseSocket",
        () -> server.accept(listener, (local, remote) -> Decision.CF_REJECT),
        WsaError.WSAENOTSOCK);
    San unconnected = stage.client().socket();
    unconnected.close();
    Expect.fails("CLO-6", "WSPGetSockOpt after WSPCloseSocket",
        () -> unconnected.option(SanSocketOption.SO_DEBUG), WsaError.WSAENOTSOCK);
    Expect.fails("CLO-6", "WSPCloseSocket twice", unconnected::close, WsaError.WSAENOTSOCK);
  }

  @Rules("CLO-8")
  public void returnsEveryResourceOfASocketThatIsClosed(Stage stage) throws Exception {
    Held.afterConnections(stage);
  }

  /** All functions of a socket; extension functions are fetched while it is open. */
  private static final class Functions {
    private final San socket;
    private final WspProcedureTable table;
    private final SocketDescriptor descriptor;
    private final ExtensionFunction.RegisterMemory register;
    private final ExtensionFunction.DeregisterMemory deregister;

    Functions(San socket) throws WsaException {
      this.socket = socket;
      this.table = socket.end().table();
      this.descriptor = socket.descriptor();
      this.register = socket.function(ExtensionFunction.WSPREGISTERMEMORY);
      this.deregister = socket.function(ExtensionFunction.WSPDEREGISTERMEMORY);
    }

    void data(MemoryRegion region, Map<String, WsaError> answers) {
      Operation send = socket.operation(Operation.Kind.SEND, true, region);
      Operation receive = socket.operation(Operation.Kind.RECEIVE, true, region);
      answers.put("WSPSend", socket.send(send, SIZE));
      answers.put("WSPRecv", socket.receive(receive, SIZE));
      answers.put("WSPGetOverlappedResult",
          table.wspGetOverlappedResult(descriptor, null, WspProcedureTable.POLL));
      answers.put("WSPRegisterMemory", Expect.errorOf(() -> register.register(descriptor,
          Arena.ofAuto().allocate(SIZE), EnumSet.of(Access.READ))));
      answers.put("WSPDeregisterMemory",
          Expect.errorOf(() -> deregister.deregister(descriptor, region)));
    }

    void control(Stage stage, Map<String, WsaError> answers) throws Exception {
      var at = stage.tcpListener();
      answers.put("WSPBind", Expect.errorOf(() -> table.wspBind(descriptor, at)));
      answers.put("WSPListen", Expect.errorOf(() -> table.wspListen(descriptor, 1)));
      answers.put("WSPAccept", Expect.errorOf(
          () -> table.wspAccept(descriptor, (local, remote) -> Decision.CF_REJECT)));
      answers.put("WSPConnect", Expect.errorOf(() -> table.wspConnect(descriptor, at)));
      answers.put("WSPEventSelect", Expect.errorOf(() -> table.wspEventSelect(descriptor, null)));
      answers.put("WSPEnumNetworkEvents",
          Expect.errorOf(() -> table.wspEnumNetworkEvents(descriptor)));
      answers.put("WSPGetSockOpt",
          Expect.errorOf(() -> table.wspGetSockOpt(descriptor, SanSocketOption.SO_DEBUG)));
      answers.put("WSPSetSockOpt",
          Expect.errorOf(() -> table.wspSetSockOpt(descriptor, SanSocketOption.SO_DEBUG, 1)));
      answers.put("WSPIoctl", Expect.errorOf(
          () -> table.wspIoctl(descriptor, IoControl.SIO_ADDRESS_LIST_QUERY)));
      answers.put("WSPIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER", Expect.errorOf(
          () -> table.wspGetExtensionFunction(descriptor, ExtensionFunction.WSPREGISTERMEMORY)));
      answers.put("WSPCloseSocket", Expect.errorOf(() -> table.wspCloseSocket(descriptor)));
    }
  }
}
