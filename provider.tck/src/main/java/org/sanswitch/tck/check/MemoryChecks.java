package org.sanswitch.tck.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.WsaError;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Registered memory of a socket's own process (MEM-1 to MEM-5). */
public final class MemoryChecks {

  private static final int SIZE = 512;

  @Rules("MEM-1")
  public void registersNativeMemoryForOneSocketOnly(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    Expect.fails("MEM-1", "WSPRegisterMemory of the heap",
        () -> socket.register(MemorySegment.ofArray(new byte[SIZE]), Access.READ),
        WsaError.WSAEFAULT);
    MemoryRegion foreign = stage.session().server().buffer(SIZE);
    Operation receive = socket.operation(Operation.Kind.RECEIVE, true, foreign);
    Expect.answers("MEM-1", "WSPRecv into memory of another socket", socket.receive(receive, SIZE),
        WsaError.WSAEINVAL);
  }

  @Rules("MEM-2")
  public void neverWritesReadOnlyMemoryNorReadsWriteOnlyMemory(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    byte[] secret = Pattern.bytes(1, SIZE);
    MemorySegment memory = filled(Arena.ofAuto(), secret);
    Operation receive =
        socket.operation(Operation.Kind.RECEIVE, true, socket.register(memory, Access.READ));
    WsaError receiving = socket.receive(receive, SIZE);
    Operation send =
        socket.operation(Operation.Kind.SEND, true,
            socket.register(filled(Arena.ofAuto(), secret), Access.WRITE));
    Expect.answers("MEM-2", "WSPSend from write-only memory", socket.send(send, SIZE),
        WsaError.WSAEINVAL);
    Operation next = socket.receive(false, SIZE);
    link.client().send(false, Pattern.bytes(2, SIZE));
    if (receiving == WsaError.WSA_IO_PENDING) {
      socket.finish(receive, "MEM-2");
    } else {
      socket.finish(next, "CMP-3");
    }
    Broken.unless("MEM-2", unchanged(memory, secret), "read-only memory was written");
    Expect.answers("MEM-2", "WSPRecv into read-only memory", receiving, WsaError.WSAEINVAL);
  }

  @Rules("MEM-3")
  public void refusesToDeregisterMemoryThatIsInUseOrUnknown(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    Operation receive = socket.receive(false, SIZE);
    MemoryRegion region = receive.region();
    invalid("of memory in use", socket, region);
    byte[] message = Pattern.bytes(3, SIZE);
    link.client().send(false, message);
    Pattern.arrived("MEM-3", message, receive, socket.finish(receive, "CMP-3"));
    invalid("for another socket", stage.session().server(), region);
    Expect.fails("MEM-3", "WSPDeregisterMemory of memory that was used",
        () -> socket.deregister(region), WsaError.NO_ERROR);
    invalid("of memory that was deregistered", socket, region);
    MemorySegment unknown = Arena.ofAuto().allocate(SIZE);
    invalid("of memory that was never registered", socket, () -> unknown);
  }

  private static void invalid(String what, San socket, MemoryRegion region) throws Broken {
    Expect.fails("MEM-3", "WSPDeregisterMemory " + what, () -> socket.deregister(region),
        WsaError.WSAEINVAL);
  }

  @Rules("MEM-3")
  public void countsTheRegistrationsOfOneBuffer(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    San other = stage.session().server();
    MemorySegment memory = Arena.ofAuto().allocate(SIZE);
    MemoryRegion first = socket.register(memory, Access.READ, Access.WRITE);
    MemoryRegion second = socket.register(memory, Access.READ, Access.WRITE);
    MemoryRegion third = other.register(memory, Access.READ, Access.WRITE);
    socket.deregister(first);
    Expect.answers("MEM-3", "WSPDeregisterMemory by another socket that has registered it too",
        Expect.errorOf(() -> other.deregister(third)), WsaError.NO_ERROR);
    Operation receive = socket.operation(Operation.Kind.RECEIVE, false, second);
    Expect.answers("MEM-3", "WSPRecv into memory that is registered once more",
        socket.receive(receive, SIZE), WsaError.WSA_IO_PENDING);
    byte[] message = Pattern.bytes(4, SIZE);
    link.client().send(false, message);
    Pattern.arrived("MEM-3", message, receive, socket.finish(receive, "CMP-3"));
    socket.deregister(second);
  }

  @Rules({"MEM-4", "CLO-8"})
  public void letsGoOfMemoryThatPendingOperationsUseWhenTheSocketIsClosed(Stage stage)
      throws Exception {
    Stage.Link link = stage.session();
    Arena arena = Arena.ofShared();
    byte[] before = Pattern.bytes(5, SIZE);
    MemorySegment memory = filled(arena, before);
    Operation receive = link.server()
      .operation(Operation.Kind.RECEIVE, false,
          link.server().register(memory, Access.READ, Access.WRITE));
    link.server().receive(receive, SIZE);
    link.server().closeAndWait();
    Operation send =
        link.client()
          .operation(Operation.Kind.SEND, true, link.client().buffer(SIZE));
    link.client().send(send, SIZE);
    stage.quiet();
    Broken.unless("MEM-4", unchanged(memory, before),
        "memory of a pending receive was written after WPUCloseSocketHandle");
    try {
      arena.close();
    } catch (IllegalStateException e) {
      throw new Broken("MEM-4", "memory of a pending receive is still held after"
          + " WPUCloseSocketHandle: " + e.getMessage());
    }
  }

  @Rules("MEM-5")
  public void refusesMemoryThatWasDeregistered(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    MemoryRegion region = socket.buffer(SIZE);
    socket.deregister(region);
    Expect.answers("MEM-5", "WSPRecv into memory that was deregistered",
        socket.receive(socket.operation(Operation.Kind.RECEIVE, true, region), SIZE),
        WsaError.WSAEINVAL);
    Expect.answers("MEM-5", "WSPSend from memory that was deregistered",
        socket.send(socket.operation(Operation.Kind.SEND, true, region), SIZE),
        WsaError.WSAEINVAL);
  }

  static MemorySegment filled(Arena arena, byte[] bytes) {
    MemorySegment memory = arena.allocate(bytes.length, Long.BYTES);
    memory.copyFrom(MemorySegment.ofArray(bytes));
    return memory;
  }

  static boolean unchanged(MemorySegment memory, byte[] bytes) {
    return memory.mismatch(MemorySegment.ofArray(bytes)) == -1;
  }
}
