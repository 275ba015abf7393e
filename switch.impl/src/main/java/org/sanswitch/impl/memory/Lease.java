package org.sanswitch.impl.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaException;

/**
 * Memory of the application that is registered for a socket. It is not collected before {@link
 * #release} or {@link #drop}, one of which must come therefore, when nothing transfers it any longer.
 */
public final class Lease {

  private final ApplicationMemory owner;

  /** The memory of the application. */
  final MemorySegment memory;

  final ProviderPort port;
  final SocketDescriptor socket;
  final MemoryRegion region;

  /** What the provider was given. */
  final MemorySegment range;

  /** The life that it is a part of, or null if nobody looks after it. */
  final @Nullable Life life;

  /** Guard: itself. Set when the memory was handed back, for the first time. */
  private final AtomicBoolean released = new AtomicBoolean();

  Lease(ApplicationMemory owner, MemorySegment memory, ProviderPort port,
      SocketDescriptor socket, MemoryRegion region, MemorySegment range, @Nullable Life life) {
    this.owner = owner;
    this.memory = memory;
    this.port = port;
    this.socket = socket;
    this.region = region;
    this.range = range;
    this.life = life;
  }

  /**
   * {@return the registration, for transfers of the socket that it was made for} Transfers name its
   * segment, not the buffer.
   */
  public MemoryRegion region() {
    return region;
  }

  /**
   * WSPDeregisterMemory. The provider may keep the registration; it is told when the memory goes.
   *
   * @throws WsaException WSAEINVAL if a transfer uses it still, or it was released already
   */
  public void release() throws WsaException {
    owner.release(this);
  }

  /** The provider has made its last upcall for the socket: the registration went with it (CLO-4). */
  public void drop() {
    owner.drop(this);
  }

  /** {@return whether this is the first time} */
  boolean markReleased() {
    return released.compareAndSet(false, true);
  }

  @Override
  public String toString() {
    return range.byteSize() + " bytes at " + port.name();
  }
}
