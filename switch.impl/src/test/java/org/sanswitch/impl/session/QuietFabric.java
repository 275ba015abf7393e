package org.sanswitch.impl.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.RdmaPort;
import org.sanswitch.impl.provider.SanSocket;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;

/** A connection inside one thread that itself allocates nothing per message. */
final class QuietFabric {

  private static final int RING = 64;

  final End a;
  final End b;

  QuietFabric(int maxInject) {
    this(maxInject, TransferWay.NONE);
  }

  QuietFabric(int maxInject, TransferWay way) {
    a = new End(maxInject, way);
    b = new End(maxInject, way);
    a.peer = b;
    b.peer = a;
  }

  /** One end: a ring of posted receives, of which some are complete and not told yet. */
  static final class End extends FakeTable implements SocketDescriptor {
    final SanSocket socket;
    End peer;
    private final MemoryRegion[] regions = new MemoryRegion[RING];
    private final long[] offsets = new long[RING];
    private final Overlapped[] receives = new Overlapped[RING];
    private final MemorySegment early = Arena.ofAuto().allocate(256);
    private int earlyLength;
    private int posted;
    private int filled;
    private int told;
    private boolean telling;

    /** What the peer may reach: all that was exposed last. */
    private MemorySegment exposed = MemorySegment.NULL;

    private final Overlapped[] moved = new Overlapped[RING];
    private int movedCount;
    private int movedTold;

    End(int maxInject, TransferWay way) {
      ProviderPort port =
          new ProviderPort(
              "quiet",
              this,
              (s, bytes) -> region(Arena.ofAuto().allocate(bytes, 64)),
              (s, memory, access) -> region(memory),
              (s, region) -> {},
              65_536,
              maxInject,
              RING,
              null,
              way == TransferWay.NONE ? null : rdma(way),
              null);
      socket = new SanSocket(port, this, FakeTable.handle(this));
    }

    private RdmaPort rdma(TransferWay way) {
      ExtensionFunction.RdmaTransfer read =
          (s, local, remote, offset, overlapped) -> move(true, local, offset, overlapped);
      return new RdmaPort(
          (s, memory, access) -> expose(memory),
          (s, region) -> {},
          (s, local, remote, offset, overlapped) -> move(false, local, offset, overlapped),
          way == TransferWay.READ ? read : null,
          65_536,
          10_000);
    }

    private ExtensionFunction.RdmaRegion expose(MemorySegment memory) {
      exposed = memory;
      byte[] descriptor = {1};
      return new ExtensionFunction.RdmaRegion() {
        @Override
        public MemorySegment segment() {
          return memory;
        }

        @Override
        public byte[] descriptor() {
          return descriptor;
        }
      };
    }

    private WsaError move(
        boolean read, BufferVector local, long offset, Overlapped overlapped) {
      int length = local.totalLength();
      if (read) {
        MemorySegment.copy(peer.exposed, offset, local.segment(0), local.offset(0), length);
      } else {
        MemorySegment.copy(local.segment(0), local.offset(0), peer.exposed, offset, length);
      }
      overlapped.complete(WsaError.NO_ERROR, length);
      moved[movedCount++ % RING] = overlapped;
      return WsaError.WSA_IO_PENDING;
    }

    private static MemoryRegion region(MemorySegment memory) {
      return () -> memory;
    }

    @Override
    public WsaError wspSend(SocketDescriptor s, BufferVector buffers, Overlapped overlapped) {
      int length = buffers.totalLength();
      if (peer.filled == peer.posted) {
        buffers.copyTo(peer.early, 0);
        peer.earlyLength = length;
      } else {
        int at = peer.filled % RING;
        buffers.copyTo(peer.regions[at].segment(), peer.offsets[at]);
        peer.receives[at].complete(WsaError.NO_ERROR, length);
        peer.filled++;
      }
      overlapped.complete(WsaError.NO_ERROR, length);
      return WsaError.WSA_IO_PENDING;
    }

    @Override
    public WsaError wspRecv(
        SocketDescriptor s, MemoryRegion region, long offset, int length, Overlapped overlapped) {
      int at = posted % RING;
      regions[at] = region;
      offsets[at] = offset;
      receives[at] = overlapped;
      posted++;
      if (earlyLength > 0) {
        MemorySegment.copy(early, 0, region.segment(), offset, earlyLength);
        overlapped.complete(WsaError.NO_ERROR, earlyLength);
        earlyLength = 0;
        filled++;
      }
      return WsaError.WSA_IO_PENDING;
    }

    @Override
    public WsaError wspGetOverlappedResult(
        SocketDescriptor s, Overlapped overlapped, long waitNanos) {
      boolean any = false;
      while (!telling && (told < filled || movedTold < movedCount)) {
        telling = true;
        Overlapped next =
            told < filled ? receives[told++ % RING] : moved[movedTold++ % RING];
        socket.handle().sink().completed(next);
        telling = false;
        any = true;
        peer.wspGetOverlappedResult(peer, null, 0);
      }
      return any ? WsaError.NO_ERROR : WsaError.WSA_IO_INCOMPLETE;
    }
  }
}
