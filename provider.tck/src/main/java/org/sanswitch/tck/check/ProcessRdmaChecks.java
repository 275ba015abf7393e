package org.sanswitch.tck.check;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.RdmaTransfer;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.WsaError;
import org.sanswitch.tck.peer.Peer;
import org.sanswitch.tck.peer.Peers;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.NotApplicable;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.Rdma;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Memory of another process (MEM-1, MEM-5). */
@SuppressWarnings("try") // the peer's end is interrupted when the check is ended
public final class ProcessRdmaChecks {

  private static final int SIZE = 16 << 10;
  private static final int OFFSET = 128;
  private static final int PART = SIZE - OFFSET;

  @Rules("MEM-1")
  public void writesAndReadsMemoryOfAnotherProcess(Stage stage, Peers peers) throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = connect(stage, peer);
      byte[] remote = HexFormat.of().parseHex(peer.ask("rdma " + SIZE));
      byte[] bytes = Pattern.bytes(11, PART);
      Expect.answers("MEM-1", "WSPRdmaWrite to another process",
          transfer(socket, ExtensionFunction.WSPRDMAWRITE, local(socket, bytes), remote),
          WsaError.NO_ERROR);
      Broken.unless("MEM-1", peer.ask("memory " + OFFSET + " " + PART + " 11").equals("true"),
          "the other process's memory is not what WSPRdmaWrite was given");
      if (Expect
        .errorOf(() -> socket.function(ExtensionFunction.WSPRDMAREAD)) == WsaError.NO_ERROR) {
        MemoryRegion back = local(socket, new byte[PART]);
        Expect.answers("MEM-1", "WSPRdmaRead from another process",
            transfer(socket, ExtensionFunction.WSPRDMAREAD, back, remote), WsaError.NO_ERROR);
        Broken.unless("MEM-1", MemoryChecks.unchanged(back.segment(), bytes),
            "WSPRdmaRead did not bring what the other process's memory has");
      }
    }
  }

  @Rules("MEM-5")
  public void endsAccessOfAnotherProcessWithTheRegistration(Stage stage, Peers peers)
      throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = connect(stage, peer);
      byte[] remote = HexFormat.of().parseHex(peer.ask("rdma " + SIZE));
      peer.ask("deregister");
      WsaError answer =
          transfer(socket, ExtensionFunction.WSPRDMAWRITE,
              local(socket, Pattern.bytes(12, PART)), remote);
      Broken.unless("MEM-5", answer != WsaError.NO_ERROR,
          "WSPRdmaWrite succeeded after the other process had deregistered the memory");
      Broken.unless("MEM-5", peer.ask("memory " + OFFSET + " " + PART + " 12").equals("false"),
          "the other process's memory was written after it was deregistered");
    }
  }

  @Rules("MEM-5")
  public void refusesTheOldDescriptorOfAnotherProcessThatRegistersAgain(Stage stage, Peers peers)
      throws Exception {
    try (Peer peer = peers.begin(stage)) {
      San socket = connect(stage, peer);
      byte[] old = HexFormat.of().parseHex(peer.ask("rdma " + SIZE));
      peer.ask("deregister");
      byte[] now = HexFormat.of().parseHex(peer.ask("again"));
      byte[] bytes = Pattern.bytes(13, PART);
      Expect.answers("MEM-5", "WSPRdmaWrite to memory that another process has registered again",
          transfer(socket, ExtensionFunction.WSPRDMAWRITE, local(socket, bytes), now),
          WsaError.NO_ERROR);
      WsaError answer =
          transfer(socket, ExtensionFunction.WSPRDMAWRITE,
              local(socket, Pattern.bytes(14, PART)), old);
      Broken.unless("MEM-5", answer != WsaError.NO_ERROR,
          "WSPRdmaWrite succeeded with the descriptor of the registration before");
      Broken.unless("MEM-5", peer.ask("memory " + OFFSET + " " + PART + " 13").equals("true"),
          "the other process's memory was written with the descriptor of the registration before");
    }
  }

  private static San connect(Stage stage, Peer peer) throws Exception {
    San socket = ProcessChecks.connect(stage, peer);
    if (socket.option(SanSocketOption.SO_MAX_RDMA_SIZE) == 0) {
      throw new NotApplicable("SO_MAX_RDMA_SIZE is 0");
    }
    return socket;
  }

  private static MemoryRegion local(San socket, byte[] bytes) throws Exception {
    MemoryRegion region = socket.buffer(bytes.length);
    region.segment().copyFrom(MemorySegment.ofArray(bytes));
    return region;
  }

  private static WsaError transfer(
      San socket, ExtensionFunction<RdmaTransfer> id, MemoryRegion local, byte[] remote)
      throws Exception {
    Operation transfer =
        socket.operation(id.equals(ExtensionFunction.WSPRDMAWRITE)
            ? Operation.Kind.WRITE
            : Operation.Kind.READ, false, local);
    WsaError answer = Rdma.transfer(id, socket, transfer, remote, OFFSET);
    return answer == WsaError.WSA_IO_PENDING ? socket.finish(transfer, "CMP-3") : answer;
  }
}
