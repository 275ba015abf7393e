package org.sanswitch.tck.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.stage.NotApplicable;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** What becomes of a registration after WSPDeregisterMemory (MEM-5). */
public final class CacheChecks {

  private static final int SIZE = 512;
  private static final String CALLBACK = "WSPMemoryRegistrationCacheCallback ";

  private static CacheCallback callback(San socket) throws NotApplicable {
    try {
      return socket.function(ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK);
    } catch (WsaException e) {
      throw new NotApplicable("no WSPMemoryRegistrationCacheCallback: " + e.error());
    }
  }

  @Rules("MEM-5")
  public void evictsKnownMemoryOnlyFromItsCache(Stage stage) throws Exception {
    San socket = stage.session().client();
    CacheCallback cache = callback(socket);
    Expect.fails("MEM-5", CALLBACK + "for unknown memory",
        () -> cache.evict(Arena.ofAuto().allocate(SIZE)), WsaError.WSAEINVAL);
    MemoryRegion region = socket.buffer(SIZE);
    socket.deregister(region);
    // Whether a registration is kept is up to the provider.
    Expect.answers("MEM-5", CALLBACK + "for memory that was deregistered",
        Expect.errorOf(() -> cache.evict(region.segment())), WsaError.NO_ERROR,
        WsaError.WSAEINVAL);
    Expect.fails("MEM-5", CALLBACK + "for memory that was evicted",
        () -> cache.evict(region.segment()), WsaError.WSAEINVAL);
  }

  @Rules("MEM-5")
  public void leavesMemoryInUseRegisteredAndDoesNotKeepItAfterwards(Stage stage)
      throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    CacheCallback cache = callback(socket);
    Operation receive = socket.receive(false, SIZE);
    MemorySegment memory = receive.region().segment();
    Expect.fails("MEM-5", CALLBACK + "for memory in use", () -> cache.evict(memory),
        WsaError.NO_ERROR);
    byte[] message = Pattern.bytes(21, SIZE);
    link.client().send(false, message);
    Pattern.arrived("MEM-5", message, receive, socket.finish(receive, "CMP-3"));
    socket.deregister(receive.region());
    Expect.fails("MEM-5",
        CALLBACK + "for memory that was evicted while in use and is deregistered",
        () -> cache.evict(memory), WsaError.WSAEINVAL);
  }

  @Rules("MEM-5")
  public void endsWhatIsKeptWithItsSocket(Stage stage) throws Exception {
    San socket = stage.session().client();
    CacheCallback cache = callback(socket);
    MemorySegment memory = Arena.ofAuto().allocate(SIZE);
    socket.deregister(socket.register(memory, Access.READ, Access.WRITE));
    socket.closeAndWait();
    Expect.fails("MEM-5", CALLBACK + "for memory of a socket that is closed",
        () -> cache.evict(memory), WsaError.WSAEINVAL);
    Reference.reachabilityFence(memory);
  }

  @Rules({"MEM-2", "MEM-5"})
  public void registersAgainWithTheAccessAskedFor(Stage stage) throws Exception {
    Stage.Link link = stage.session();
    San socket = link.server();
    MemorySegment memory = Arena.ofAuto().allocate(SIZE);
    socket.deregister(socket.register(memory, Access.READ));
    MemoryRegion both = socket.register(memory, Access.READ, Access.WRITE);
    Operation receive = socket.operation(Operation.Kind.RECEIVE, false, both);
    Expect.answers("MEM-5", "WSPRecv into memory that was registered for reading before",
        socket.receive(receive, SIZE), WsaError.WSA_IO_PENDING);
    byte[] message = Pattern.bytes(22, SIZE);
    link.client().send(false, message);
    Pattern.arrived("MEM-5", message, receive, socket.finish(receive, "CMP-3"));
    socket.deregister(both);
    MemoryRegion readOnly = socket.register(memory, Access.READ);
    Expect.answers("MEM-2", "WSPRecv into memory that was registered for writing before",
        socket.receive(socket.operation(Operation.Kind.RECEIVE, true, readOnly), SIZE),
        WsaError.WSAEINVAL);
    Reference.reachabilityFence(memory);
  }

  @Rules("MEM-5")
  public void refusesTheOldRegionWhenItsMemoryIsRegisteredAgain(Stage stage) throws Exception {
    San socket = stage.session().server();
    MemorySegment memory = Arena.ofAuto().allocate(SIZE);
    MemoryRegion old = socket.register(memory, Access.READ, Access.WRITE);
    socket.deregister(old);
    socket.register(memory, Access.READ, Access.WRITE);
    Expect.answers("MEM-5", "WSPRecv into the region of an earlier registration",
        socket.receive(socket.operation(Operation.Kind.RECEIVE, true, old), SIZE),
        WsaError.WSAEINVAL);
    Reference.reachabilityFence(memory);
  }
}
