package org.sanswitch.impl.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaException;

/**
 * Memory of the application that is registered for a socket. Whoever has the lease holds on to it
 * until {@link #release}: it keeps the memory from being collected. (An arena can be closed all the
 * same; transfers of its memory then fail.)
 */
public final class Lease {

  private final ApplicationMemory memory;

  /** What keeps the memory from being collected. */
  private final Object source;

  final ProviderPort port;
  final SocketDescriptor socket;
  final MemoryRegion region;

  /** What the provider was given. */
  final MemorySegment range;

  /** The life that it is a part of, or null if nobody looks after it. */
  final @Nullable Life life;

  /** Guard: the lock of {@link ApplicationMemory}. */
  private boolean released;

  Lease(ApplicationMemory memory, Object source, ProviderPort port, SocketDescriptor socket,
      MemoryRegion region, MemorySegment range, @Nullable Life life) {
    this.memory = memory;
    this.source = source;
    this.port = port;
    this.socket = socket;
    this.region = region;
    this.range = range;
    this.life = life;
  }

  /** {@return the registration, for transfers of the socket that it was made for} */
  public MemoryRegion region() {
    return region;
  }

  /**
   * WSPDeregisterMemory. The provider may keep the registration; it is told when the memory goes.
   *
   * @throws WsaException WSAEINVAL if a transfer uses it still, or it was released already
   */
  public void release() throws WsaException {
    memory.release(this);
  }

  /** {@return whether this is the first time} */
  boolean markReleased() {
    boolean first = !released;
    released = true;
    return first;
  }

  @Override
  public String toString() {
    return range.byteSize() + " bytes of a " + source.getClass().getSimpleName() + " at "
        + port.name();
  }
}
