package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Set;
import org.sanswitch.impl.memory.Lease;
import org.sanswitch.impl.provider.MemoryTally;
import org.sanswitch.impl.provider.RdmaPort;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * The provider's RDMA functions for one socket. What a provider must not throw ends this session only.
 * Any thread, also inside upcalls.
 */
final class RdmaWire {

  private final Wire wire;
  private final SocketDescriptor descriptor;
  private final RdmaPort rdma;
  private final MemoryKeeper memory;
  private final MemoryTally tally;

  RdmaWire(Wire wire, RdmaPort rdma, MemoryKeeper memory) {
    this.wire = wire;
    descriptor = wire.descriptor();
    this.rdma = rdma;
    this.memory = memory;
    tally = new MemoryTally(wire.port().memory());
  }

  /** {@return counts what this session has of memory for large transfers} */
  MemoryTally tally() {
    return tally;
  }

  Wire wire() {
    return wire;
  }

  /** {@return SO_RDMA_THRESHOLD_SIZE} */
  int threshold() {
    return rdma.threshold();
  }

  /** {@return how many of so many bytes one operation moves} */
  int part(long bytes) {
    return (int) Math.min(bytes, rdma.maxSize());
  }

  /** {@return what this side announces in the negotiation} */
  int capabilities() {
    return TransferWay.CAN_WRITE | (rdma.read() == null ? 0 : TransferWay.CAN_READ);
  }

  /**
   * WSPRegisterRdmaMemory.
   *
   * @throws WsaException WSAEOPNOTSUPP if memory like this never can be; else another reason
   */
  RdmaRegion expose(MemorySegment memory, Access access) throws WsaException {
    try {
      RdmaRegion region = rdma.register().register(descriptor, memory, Set.of(access));
      int length = region.descriptor().length;
      if (length < 1 || length > LargeDescriptor.MAX_REMOTE) {
        deregister(region);
        throw new WsaException(WsaError.WSAENOBUFS, "descriptor of " + length + " bytes");
      }
      return region;
    } catch (RuntimeException e) {
      throw new WsaException(WsaError.WSAENOBUFS, null, "registering for RDMA threw " + e, e);
    }
  }

  /**
   * WSPRegisterMemory of a part of the application's buffer; the provider may keep the registration
   * when it has ended, as somebody looks after the memory (MEM-5).
   *
   * @throws WsaException with the reason
   */
  Loan lend(ByteBuffer buffer, MemorySegment part, Access access) throws WsaException {
    try {
      Lease lease = memory.register(wire.port(), descriptor, buffer, part, Set.of(access));
      return new Loan(part, lease.region(), lease);
    } catch (RuntimeException e) {
      throw new WsaException(WsaError.WSAENOBUFS, null, "registering threw " + e, e);
    }
  }

  /** Ends the registration of memory of the application; {@return whether it has ended}. */
  boolean end(Loan loan) {
    Lease lease = loan.lease();
    if (lease == null) {
      boolean ended = deregister(loan.region());
      if (ended) {
        evict(loan.memory());
      }
      return ended;
    }
    try {
      lease.release();
      return true;
    } catch (WsaException | RuntimeException e) {
      notEnded(e);
      return false;
    }
  }

  /** Ends a registration; {@return whether it has ended}. */
  boolean deregister(MemoryRegion region) {
    try {
      ExtensionFunction.DeregisterMemory function =
          region instanceof RdmaRegion ? rdma.deregister() : wire.port().deregisterMemory();
      function.deregister(descriptor, region);
      if (region instanceof RdmaRegion) {
        tally.revoked();
      }
      return true;
    } catch (WsaException | RuntimeException e) {
      notEnded(e);
      return false;
    }
  }

  private void notEnded(Exception e) {
    Log.LOGGER.log(System.Logger.Level.DEBUG, "deregistering at " + wire.port().name(), e);
  }

  /**
   * Has a registration cache forget memory that the peer could reach: nobody would tell it of its end
   * (MEM-5).
   */
  private void evict(MemorySegment memory) {
    ExtensionFunction.CacheCallback cache = wire.port().cacheCallback();
    if (cache == null) {
      return;
    }
    try {
      cache.evict(memory);
    } catch (WsaException e) {
      // WSAEINVAL: it does not keep that memory.
    } catch (RuntimeException e) {
      var _ = wire.threw("WSPMemoryRegistrationCacheCallback", e);
    }
  }

  /** WSPRdmaRead; only where both sides have announced it. */
  WsaError read(BufferVector local, byte[] remote, long offset, Overlapped overlapped) {
    ExtensionFunction.RdmaTransfer read = rdma.read();
    return read == null
        ? WsaError.WSAEOPNOTSUPP
        : transfer("WSPRdmaRead", read, local, remote, offset, overlapped);
  }

  /** WSPRdmaWrite. */
  WsaError write(BufferVector local, byte[] remote, long offset, Overlapped overlapped) {
    return transfer("WSPRdmaWrite", rdma.write(), local, remote, offset, overlapped);
  }

  private WsaError transfer(
      String name,
      ExtensionFunction.RdmaTransfer function,
      BufferVector local,
      byte[] remote,
      long offset,
      Overlapped overlapped) {
    try {
      return function.transfer(descriptor, local, remote, offset, overlapped);
    } catch (RuntimeException e) {
      return wire.threw(name, e);
    }
  }
}
