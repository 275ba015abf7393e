package org.sanswitch.tck.stage;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.ExtensionFunction.RdmaTransfer;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** Memory that the peer may reach, and transfers into and out of it. */
public final class Rdma {

  private Rdma() {}

  /**
   * {@return memory that the peer may reach; from WSPAllocateMemory where that is there, as some
   * providers can give the peer nothing else}
   *
   * @param socket a connected socket
   * @param bytes how much
   * @param first what the peer may do with it
   * @param more what else
   * @throws WsaException as WSPRegisterRdmaMemory
   */
  public static RdmaRegion buffer(San socket, int bytes, Access first, Access... more)
      throws WsaException {
    return register(socket, suitable(socket, bytes), first, more);
  }

  private static MemorySegment suitable(San socket, int bytes) throws WsaException {
    try {
      return socket.function(ExtensionFunction.WSPALLOCATEMEMORY)
        .allocate(socket.descriptor(), bytes)
        .segment();
    } catch (WsaException e) {
      if (e.error() != WsaError.WSAEOPNOTSUPP) {
        throw e;
      }
      return socket.allocate(bytes);
    }
  }

  /**
   * WSPRegisterRdmaMemory.
   *
   * @param socket a connected socket
   * @param memory the memory
   * @param first what the peer may do with it
   * @param more what else
   * @return the registration
   * @throws WsaException as WSPRegisterRdmaMemory
   */
  public static RdmaRegion register(
      San socket, MemorySegment memory, Access first, Access... more) throws WsaException {
    return socket.function(ExtensionFunction.WSPREGISTERRDMAMEMORY)
      .register(socket.descriptor(), memory, EnumSet.of(first, more));
  }

  /**
   * WSPDeregisterRdmaMemory.
   *
   * @param socket the socket
   * @param region the registration
   * @throws WsaException as WSPDeregisterRdmaMemory
   */
  public static void deregister(San socket, RdmaRegion region) throws WsaException {
    socket.function(ExtensionFunction.WSPDEREGISTERRDMAMEMORY)
      .deregister(socket.descriptor(), region);
  }

  /**
   * WSPRdmaWrite or WSPRdmaRead.
   *
   * @param id which of the two
   * @param socket a connected socket
   * @param transfer not started; its region is the local memory, all of it
   * @param remote descriptor from the peer
   * @param offset first byte in the peer's region
   * @return the answer
   * @throws WsaException WSAEOPNOTSUPP if it is not there
   */
  public static WsaError transfer(
      ExtensionFunction<RdmaTransfer> id, San socket, Operation transfer, byte[] remote,
      long offset) throws WsaException {
    MemoryRegion local = transfer.region();
    BufferVector vector = new BufferVector();
    vector.add(local.segment(), 0, (int) local.segment().byteSize(), local);
    return socket.function(id)
      .transfer(socket.descriptor(), vector, remote, offset, transfer.overlapped());
  }
}
