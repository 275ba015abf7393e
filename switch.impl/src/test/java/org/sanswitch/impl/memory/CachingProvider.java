package org.sanswitch.impl.memory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * A provider with the simplest cache there is: by address and length, whatever lives there. It keeps
 * what it was given for ever, and trusts that it is told. For one thread at a time.
 */
final class CachingProvider implements CacheCallback {

  /** A registration. */
  record Region(MemorySegment segment) implements MemoryRegion {}

  final SocketDescriptor socket = new SocketDescriptor() {};
  final ProviderPort port =
      new ProviderPort("caching", new ScriptedProvider(), null, this::register, this::deregister,
          8192, 0, 64, this, null, null);

  /** What was done, in order, without addresses. */
  final List<String> calls = new ArrayList<>();

  /** What was given, in order. */
  final List<MemorySegment> given = new ArrayList<>();

  final List<Region> kept = new ArrayList<>();
  final List<Region> used = new ArrayList<>();

  /** While set, calls fail with it. */
  WsaError failure;

  /** What the callback does first. */
  Runnable beforeEvict = () -> {};

  /** While set, the callback throws. */
  boolean throwing;

  private MemoryRegion register(
      SocketDescriptor at, MemorySegment memory, Set<Access> access) throws WsaException {
    fail();
    given.add(memory);
    for (Region each : kept) {
      if (each.segment().address() == memory.address()
          && each.segment().byteSize() == memory.byteSize()) {
        calls.add("hit");
        kept.remove(each);
        used.add(each);
        return each;
      }
    }
    calls.add("register");
    Region region = new Region(memory);
    used.add(region);
    return region;
  }

  private void deregister(SocketDescriptor at, MemoryRegion region) throws WsaException {
    fail();
    if (!used.removeIf(each -> each == region)) {
      throw new WsaException(WsaError.WSAEINVAL, "unknown");
    }
    calls.add("deregister");
    kept.add((Region) region);
  }

  @Override
  public void evict(MemorySegment memory) throws WsaException {
    beforeEvict.run();
    calls.add("evict");
    if (throwing) {
      throw new IllegalStateException("told to throw");
    }
    boolean known = kept.removeIf(each -> overlap(each.segment(), memory));
    if (!known && used.stream().noneMatch(each -> overlap(each.segment(), memory))) {
      throw new WsaException(WsaError.WSAEINVAL, "unknown");
    }
  }

  private static boolean overlap(MemorySegment a, MemorySegment b) {
    return a.address() < b.address() + b.byteSize() && b.address() < a.address() + a.byteSize();
  }

  private void fail() throws WsaException {
    if (failure != null) {
      throw new WsaException(failure, "told to fail");
    }
  }
}
