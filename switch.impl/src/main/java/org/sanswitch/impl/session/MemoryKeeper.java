package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Set;
import org.sanswitch.impl.memory.ApplicationMemory;
import org.sanswitch.impl.memory.Lease;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaException;

/**
 * The application's memory that was lent to providers, for all sessions; looks once in a while for
 * what has gone, as long as there is any (MEM-5).
 */
final class MemoryKeeper extends Housekeeper.Task {

  private final ApplicationMemory memory = new ApplicationMemory();
  private final Housekeeper housekeeper;

  /** Guard: volatile. It becomes false before a look whether there is any, never after. */
  private volatile boolean armed;

  MemoryKeeper(Housekeeper housekeeper) {
    this.housekeeper = housekeeper;
  }

  /**
   * Registers a part of a direct buffer.
   *
   * @throws WsaException as {@link ApplicationMemory#register}
   */
  Lease register(ProviderPort port, SocketDescriptor socket, ByteBuffer buffer, MemorySegment part,
      Set<Access> access) throws WsaException {
    Lease lease = memory.register(port, socket, buffer, part, access);
    arm();
    return lease;
  }

  /** A provider leaves; it is told nothing any more. */
  void forget(ProviderPort port) {
    memory.forget(port);
  }

  /** {@return number of buffers and arenas that are looked after} */
  int lives() {
    return memory.lives();
  }

  private void arm() {
    if (!armed) {
      armed = true;
      housekeeper.schedule(this, ApplicationMemory.SWEEP_NANOS);
    }
  }

  @Override
  void run(long nowNanos) {
    memory.sweep();
    armed = false;
    if (memory.lives() > 0) {
      arm();
    }
  }
}
