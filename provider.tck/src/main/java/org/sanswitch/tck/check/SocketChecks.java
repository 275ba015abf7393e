package org.sanswitch.tck.check;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.WsaError;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.NotApplicable;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Descriptors, handles and options (SOC-2, DUP-5, OPT-1). */
public final class SocketChecks {

  private static final int LINKS = 3;
  private static final int SOCKETS = 16;

  @Rules("SOC-2")
  public void asksForOneHandlePerSocketAndPassesItUp(Stage stage) throws Exception {
    List<Stage.Link> links = new ArrayList<>();
    for (int i = 0; i < LINKS; i++) {
      links.add(stage.session());
    }
    List<Operation> receives = new ArrayList<>();
    for (int i = 0; i < LINKS; i++) {
      receives.add(links.get(i).server().receive(false, Integer.BYTES));
    }
    for (int i = LINKS - 1; i >= 0; i--) {
      byte[] message = {(byte) i};
      links.get(i).client().send(false, message);
      Pattern.arrived("SOC-2", message, receives.get(i),
          links.get(i).server().finish(receives.get(i), "CMP-3"));
    }
  }

  @Rules("DUP-5")
  public void keepsADescriptorValidAndUnusedUntilItsSocketIsClosed(Stage stage)
      throws Exception {
    List<San> open = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      open.add(stage.client().socket());
      if (i % 2 == 1) {
        open.remove(i / 2).closeAndWait();
      }
    }
    Stage.Link dead = stage.session();
    Operation receive = dead.client().receive(false, 1);
    dead.server().closeAndWait();
    dead.client().finish(receive, "CLO-1");
    open.add(dead.client());
    for (int i = 0; i < SOCKETS; i++) {
      open.add(stage.client().socket());
    }
    Set<Object> distinct = open.stream().map(San::descriptor).collect(Collectors.toSet());
    Broken.unless("DUP-5", distinct.size() == open.size(),
        open.size() + " open sockets have " + distinct.size() + " descriptors");
    for (San each : open) {
      Expect.fails("DUP-5", "WSPGetSockOpt of the open socket of " + each.handle(),
          () -> each.option(SanSocketOption.SO_DEBUG), WsaError.NO_ERROR);
    }
  }

  @Rules("OPT-1")
  public void hasTheOptionsAndLetsTwoBeSet(Stage stage) throws Exception {
    San socket = stage.client().socket();
    var table = stage.client().table();
    for (SanSocketOption each : List.of(SanSocketOption.SO_DEBUG, SanSocketOption.SO_MAX_MSG_SIZE,
        SanSocketOption.SO_MAX_RDMA_SIZE, SanSocketOption.SO_RDMA_THRESHOLD_SIZE,
        SanSocketOption.SO_GROUP_ID, SanSocketOption.SO_GROUP_PRIORITY)) {
      Expect.fails("OPT-1", "WSPGetSockOpt " + each, () -> socket.option(each), WsaError.NO_ERROR);
    }
    for (SanSocketOption each : List.of(SanSocketOption.SO_DEBUG,
        SanSocketOption.SO_GROUP_PRIORITY)) {
      Expect.fails("OPT-1", "WSPSetSockOpt " + each,
          () -> table.wspSetSockOpt(socket.descriptor(), each, 1), WsaError.NO_ERROR);
      Broken.unless("OPT-1", socket.option(each) == 1,
          each + " is " + socket.option(each) + " after it was set to 1");
    }
    for (SanSocketOption each : List.of(SanSocketOption.SO_MAX_MSG_SIZE,
        SanSocketOption.SO_MAX_RDMA_SIZE, SanSocketOption.SO_RDMA_THRESHOLD_SIZE,
        SanSocketOption.SO_GROUP_ID)) {
      Expect.fails("OPT-1", "WSPSetSockOpt " + each,
          () -> table.wspSetSockOpt(socket.descriptor(), each, 1), WsaError.WSAENOPROTOOPT);
    }
  }

  @Rules("OPT-1")
  public void answersNotSupportedWithoutQualityOfServiceAndToUnknownCodes(Stage stage)
      throws Exception {
    San socket = stage.client().socket();
    var table = stage.client().table();
    Expect.fails("OPT-1", "WSPIoctl with an unknown code",
        () -> table.wspIoctl(socket.descriptor(), new IoControl<>("SIO_NO_SUCH_CODE")),
        WsaError.WSAEOPNOTSUPP);
    WsaError quality =
        Expect.errorOf(() -> table.wspIoctl(socket.descriptor(), IoControl.SIO_GET_QOS));
    Expect.answers("OPT-1", "WSPIoctl with SIO_GET_QOS", quality, WsaError.NO_ERROR,
        WsaError.WSAEOPNOTSUPP);
    if (quality == WsaError.WSAEOPNOTSUPP) {
      Expect.fails("OPT-1", "WSPGetQOSByName without quality of service",
          () -> table.wspGetQosByName(socket.descriptor(), "any"), WsaError.WSAEOPNOTSUPP);
    }
  }

  @Rules("OPT-1")
  public void carriesMessagesUpToTheGreatestAndNoGreaterOnes(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    int most = link.client().option(SanSocketOption.SO_MAX_MSG_SIZE);
    byte[] message = Pattern.bytes(1, most);
    Operation receive = link.server().receive(false, most);
    MemoryRegion region = link.client().buffer(most);
    region.segment().copyFrom(MemorySegment.ofArray(message));
    Operation send = link.client().operation(Operation.Kind.SEND, true, region);
    Expect.answers("OPT-1", "WSPSend of SO_MAX_MSG_SIZE = " + most + " bytes",
        link.client().send(send, most), WsaError.WSA_IO_PENDING);
    Pattern.arrived("OPT-1", message, receive, link.server().finish(receive, "CMP-3"));
    Operation greater =
        link.client().operation(Operation.Kind.SEND, true, link.client().buffer(most + 1));
    Expect.answers("OPT-1", "WSPSend of SO_MAX_MSG_SIZE + 1 bytes",
        link.client().send(greater, most + 1), WsaError.WSAEMSGSIZE);
  }

  @Rules("OPT-1")
  public void copiesUnregisteredMessagesUpToTheInjectSize(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    int most = injectSize(link.client());
    byte[] message = Pattern.bytes(2, Math.min(most, Short.MAX_VALUE));
    byte[] lent = message.clone();
    Operation receive = link.server().receive(false, message.length);
    Operation send =
        link.client().operation(Operation.Kind.SEND, true, link.client().buffer(1));
    BufferVector vector = new BufferVector();
    vector.add(lent, 0, lent.length);
    Expect.answers("OPT-1", "WSPSend of unregistered memory", stage.client()
      .table()
      .wspSend(link.client().descriptor(), vector, send.overlapped()), WsaError.WSA_IO_PENDING);
    java.util.Arrays.fill(lent, (byte) 0);
    Pattern.arrived("OPT-1", message, receive, link.server().finish(receive, "CMP-3"));
  }

  private static int injectSize(San socket) throws Exception {
    int most =
        Expect.errorOf(() -> socket.option(SanSocketOption.SO_MAX_INJECT_SIZE)) == WsaError.NO_ERROR
            ? socket.option(SanSocketOption.SO_MAX_INJECT_SIZE)
            : 0;
    if (most == 0) {
      throw new NotApplicable("SO_MAX_INJECT_SIZE is 0");
    }
    return most;
  }

  @Rules("OPT-1")
  public void takesAsManyReceivesAsItSays(Stage stage) throws Exception {
    San socket = stage.session().server();
    int most =
        Expect.errorOf(() -> socket.option(SanSocketOption.SO_MAX_RECEIVES)) == WsaError.NO_ERROR
            ? socket.option(SanSocketOption.SO_MAX_RECEIVES)
            : 64;
    for (int i = 0; i < most; i++) {
      Operation receive = socket.operation(Operation.Kind.RECEIVE, false, socket.buffer(1));
      Expect.answers("OPT-1", "WSPRecv " + (i + 1) + " of SO_MAX_RECEIVES = " + most,
          socket.receive(receive, 1), WsaError.WSA_IO_PENDING);
    }
    socket.closeAndWait();
  }
}
