package org.sanswitch.tck.check;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.ExtensionFunction.RdmaTransfer;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.WsaError;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.NotApplicable;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.Rdma;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Memory that the peer may reach, and nobody else (MEM-1, MEM-2, MEM-5). */
public final class RdmaChecks {

  private static final int SIZE = 4096;
  private static final int OFFSET = 64;

  private static final ExtensionFunction<RdmaTransfer> WRITE = ExtensionFunction.WSPRDMAWRITE;
  private static final ExtensionFunction<RdmaTransfer> READ = ExtensionFunction.WSPRDMAREAD;

  private static Stage.Link link(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    if (link.client().option(SanSocketOption.SO_MAX_RDMA_SIZE) == 0) {
      throw new NotApplicable("SO_MAX_RDMA_SIZE is 0");
    }
    return link;
  }

  private static void requireRead(San socket) throws NotApplicable {
    if (Expect.errorOf(() -> socket.function(READ)) == WsaError.WSAEOPNOTSUPP) {
      throw new NotApplicable("no WSPRdmaRead");
    }
  }

  private static Operation local(San socket, ExtensionFunction<?> id, byte[] bytes)
      throws Exception {
    MemoryRegion region = socket.buffer(bytes.length);
    region.segment().copyFrom(MemorySegment.ofArray(bytes));
    return socket.operation(id.equals(WRITE) ? Operation.Kind.WRITE : Operation.Kind.READ, false,
        region);
  }

  private static void fill(RdmaRegion region, byte[] bytes) {
    region.segment().copyFrom(MemorySegment.ofArray(bytes));
  }

  @Rules({"MEM-1", "CMP-1", "CMP-3"})
  public void letsTheConnectedPeerWrite(Stage stage) throws Exception {
    Stage.Link link = link(stage);
    byte[] bytes = Pattern.bytes(1, SIZE - OFFSET);
    RdmaRegion target = Rdma.buffer(link.server(), SIZE, Access.WRITE);
    Operation write = local(link.client(), WRITE, bytes);
    succeeds(link.client(), WRITE, write, target);
    Broken.unless("MEM-1",
        MemoryChecks.unchanged(target.segment().asSlice(OFFSET, bytes.length), bytes),
        "the peer's memory is not what WSPRdmaWrite was given");
    Rdma.deregister(link.server(), target);
  }

  @Rules({"MEM-1", "CMP-1", "CMP-3"})
  public void letsTheConnectedPeerRead(Stage stage) throws Exception {
    Stage.Link link = link(stage);
    requireRead(link.client());
    byte[] bytes = Pattern.bytes(2, SIZE);
    RdmaRegion source = Rdma.buffer(link.server(), SIZE, Access.READ);
    fill(source, bytes);
    Operation read = local(link.client(), READ, new byte[SIZE - OFFSET]);
    succeeds(link.client(), READ, read, source);
    Broken.unless("MEM-1",
        source.segment().asSlice(OFFSET).mismatch(read.region().segment()) == -1,
        "WSPRdmaRead did not bring what the peer's memory has");
  }

  private static void succeeds(
      San socket, ExtensionFunction<RdmaTransfer> id, Operation transfer, RdmaRegion region)
      throws Exception {
    Expect.answers("CMP-1", id.name(),
        Rdma.transfer(id, socket, transfer, region.descriptor(), OFFSET), WsaError.WSA_IO_PENDING);
    Expect.answers("MEM-1", id.name(), socket.finish(transfer, "CMP-3"), WsaError.NO_ERROR);
  }

  @Rules("MEM-1")
  public void keepsMemoryFromOtherConnections(Stage stage) throws Exception {
    Stage.Link owner = link(stage);
    Stage.Link other = stage.session();
    San unconnected = stage.client().socket();
    Expect.fails("MEM-1", "WSPRegisterRdmaMemory of a socket that is not connected",
        () -> Rdma.register(unconnected, owner.client().buffer(SIZE).segment(),
            Access.WRITE),
        WsaError.WSAENOTCONN);
    RdmaRegion target = Rdma.buffer(owner.server(), SIZE, Access.READ, Access.WRITE);
    refused("MEM-1", "WSPRdmaWrite over another connection", other.client(), WRITE, target, 0);
  }

  @Rules("MEM-2")
  public void neverWritesReadOnlyMemory(Stage stage) throws Exception {
    Stage.Link link = link(stage);
    RdmaRegion target = Rdma.buffer(link.server(), SIZE, Access.READ);
    refused("MEM-2", "WSPRdmaWrite to read-only memory", link.client(), WRITE, target, 0);
  }

  @Rules("MEM-2")
  public void neverReadsWriteOnlyMemory(Stage stage) throws Exception {
    Stage.Link link = link(stage);
    requireRead(link.client());
    RdmaRegion target = Rdma.buffer(link.server(), SIZE, Access.WRITE);
    refused("MEM-2", "WSPRdmaRead of write-only memory", link.client(), READ, target, 0);
  }

  @Rules("MEM-2")
  public void keepsTheBoundsOfRegisteredMemory(Stage stage) throws Exception {
    for (long offset : new long[]{1, SIZE, Long.MAX_VALUE}) {
      Stage.Link link = link(stage);
      RdmaRegion target = Rdma.buffer(link.server(), SIZE, Access.WRITE);
      refused("MEM-2", "WSPRdmaWrite of " + SIZE + " bytes at " + offset + " of " + SIZE,
          link.client(), WRITE, target, offset);
    }
  }

  @Rules("MEM-5")
  public void endsThePeersAccessWithTheRegistration(Stage stage) throws Exception {
    Stage.Link link = link(stage);
    RdmaRegion target = Rdma.buffer(link.server(), SIZE, Access.READ, Access.WRITE);
    Rdma.deregister(link.server(), target);
    refused("MEM-5", "WSPRdmaWrite to memory that was deregistered", link.client(), WRITE, target,
        0);
  }

  @Rules("MEM-5")
  public void endsReadingByThePeerWithTheRegistration(Stage stage) throws Exception {
    Stage.Link link = link(stage);
    requireRead(link.client());
    RdmaRegion source = Rdma.buffer(link.server(), SIZE, Access.READ);
    Rdma.deregister(link.server(), source);
    refused("MEM-5", "WSPRdmaRead of memory that was deregistered", link.client(), READ, source,
        0);
  }

  /** A registration that is kept must not give the old descriptor its access back. */
  @Rules("MEM-5")
  public void refusesTheOldDescriptorWhenTheMemoryIsRegisteredAgain(Stage stage)
      throws Exception {
    Stage.Link link = link(stage);
    RdmaRegion old = Rdma.buffer(link.server(), SIZE, Access.READ, Access.WRITE);
    Rdma.deregister(link.server(), old);
    RdmaRegion now = Rdma.register(link.server(), old.segment(), Access.READ, Access.WRITE);
    Broken.unless("MEM-5", !Arrays.equals(old.descriptor(), now.descriptor()),
        "memory that is registered again has the descriptor that the peer had before");
    Operation write = local(link.client(), WRITE, Pattern.bytes(3, SIZE - OFFSET));
    Expect.answers("MEM-5", "WSPRdmaWrite to memory that is registered again",
        Rdma.transfer(WRITE, link.client(), write, now.descriptor(), OFFSET),
        WsaError.WSA_IO_PENDING);
    Expect.answers("MEM-5", "WSPRdmaWrite to memory that is registered again",
        link.client().finish(write, "CMP-3"), WsaError.NO_ERROR);
    refused("MEM-5", "WSPRdmaWrite with the descriptor of the registration before",
        link.client(), WRITE, old, 0);
  }

  /** Tries a transfer that must move nothing. It may cost the connection. */
  private static void refused(
      String rule, String what, San socket, ExtensionFunction<RdmaTransfer> id, RdmaRegion region,
      long offset) throws Exception {
    byte[] before = Pattern.bytes(offset, SIZE);
    fill(region, before);
    byte[] own = Pattern.bytes(~offset, SIZE);
    Operation transfer = local(socket, id, own);
    WsaError answer = Rdma.transfer(id, socket, transfer, region.descriptor(), offset);
    if (answer == WsaError.WSA_IO_PENDING) {
      answer = socket.finish(transfer, "CMP-3");
    }
    Broken.unless(rule, answer != WsaError.NO_ERROR, what + " succeeded");
    Broken.unless(rule, MemoryChecks.unchanged(region.segment(), before),
        what + " answered " + answer + ", and the memory was written all the same");
    Broken.unless(rule, MemoryChecks.unchanged(transfer.region().segment(), own),
        what + " answered " + answer + ", and something was read all the same");
  }
}
