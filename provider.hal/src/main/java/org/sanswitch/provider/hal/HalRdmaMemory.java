package org.sanswitch.provider.hal;

import org.sanswitch.hal.QueuePair;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;

/** Memory that the one connected peer of a socket may reach (MEM-1). */
final class HalRdmaMemory extends HalMemory implements RdmaRegion {

  private final QueuePair.RemoteRegion remote;

  /**
   * Makes a registration.
   *
   * @param owner the connection
   * @param remote what the adapter gave
   * @param readable whether the peer may read it
   * @param writable whether the peer may write it
   */
  HalRdmaMemory(
      HalConnection owner, QueuePair.RemoteRegion remote, boolean readable, boolean writable) {
    super(owner, remote, readable, writable);
    this.remote = remote;
  }

  @Override
  boolean isAllocated() {
    return false;
  }

  @Override
  public byte[] descriptor() {
    return remote.descriptor();
  }
}
