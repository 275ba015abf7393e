package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;

/** All that an adapter has between open and close. */
final class EmuDomain {

  private static final long TICK = TimeUnit.SECONDS.toNanos(2);
  private static final int BELLS = 64;

  private final EmuSettings settings;
  private final AdapterHandler handler;
  private final UserDirectory user;
  private final ProcessDirectory directory;
  private final TcpListeners tcp;
  private final Rendezvous rendezvous;
  private final EventLoop loop;
  private final Slabs slabs = new Slabs();
  private final LocalAddresses addresses = new LocalAddresses();
  private final Set<EmuListener> listeners = ConcurrentHashMap.newKeySet();
  private final Set<EmuQueuePair> queuePairs = ConcurrentHashMap.newKeySet();
  /** Used by the event thread only. */
  private final MemorySegment scratch = Arena.ofAuto().allocate(BELLS);
  /** Used by the event thread only. */
  private final MemorySegment state = Libc.newState(Arena.ofAuto());
  /** Used by the event thread only. */
  private long lastTick = System.nanoTime();

  private EmuDomain(
      EmuSettings settings,
      AdapterHandler handler,
      ProcessDirectory directory,
      TcpListeners tcp,
      Rendezvous rendezvous,
      EventLoop loop) {
    this.settings = settings;
    this.handler = handler;
    this.user = directory.user();
    this.directory = directory;
    this.tcp = tcp;
    this.rendezvous = rendezvous;
    this.loop = loop;
    var _ = addresses.refresh();
  }

  /**
   * Makes the directories and the event loop, and sweeps what dead processes have left.
   *
   * @throws AdapterException with the reason if it cannot work
   */
  static EmuDomain open(EmuSettings settings, AdapterHandler handler) throws AdapterException {
    UserDirectory user = UserDirectory.open(settings.directory());
    int swept = LeftoverSweeper.sweep(user);
    if (swept > 0) {
      System.getLogger(EmuDomain.class.getName())
        .log(System.Logger.Level.INFO, "removed what {0} dead processes had left", swept);
    }
    Rendezvous rendezvous = new Rendezvous(user);
    ProcessDirectory directory = ProcessDirectory.create(user);
    try {
      EventLoop loop = new EventLoop(Epoll.open());
      TcpListeners tcp = new TcpListeners(Path.of("/proc/net"));
      return new EmuDomain(settings, handler, directory, tcp, rendezvous, loop);
    } catch (IOException e) {
      directory.close();
      throw new AdapterException(
          AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED, "cannot watch sockets: " + e, e);
    }
  }

  EmuSettings settings() {
    return settings;
  }

  UserDirectory user() {
    return user;
  }

  ProcessDirectory directory() {
    return directory;
  }

  TcpListeners tcp() {
    return tcp;
  }

  Rendezvous rendezvous() {
    return rendezvous;
  }

  EventLoop loop() {
    return loop;
  }

  Slabs slabs() {
    return slabs;
  }

  LocalAddresses addresses() {
    return addresses;
  }

  Set<EmuListener> listeners() {
    return listeners;
  }

  Set<EmuQueuePair> queuePairs() {
    return queuePairs;
  }

  /** {@return room for doorbell bytes; for the event thread} */
  MemorySegment scratch() {
    return scratch;
  }

  /** {@return where the kernel's errors go; for the event thread} */
  MemorySegment state() {
    return state;
  }

  /** {@return whether a destination is an address of this host and namespace} */
  boolean isLocal(InetAddress address) {
    if (addresses.contains(address)) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Calls the handler, unless the adapter is closed; in the event thread. */
  void tell(Consumer<AdapterHandler> event) {
    if (!loop.isClosed()) {
      event.accept(handler);
    }
  }

  int processEvents(long maxWaitNanos) {
    int handled = loop.run(Math.min(maxWaitNanos, TICK));
    if (System.nanoTime() - lastTick >= TICK && !loop.isClosed()) {
      lastTick = System.nanoTime();
      listeners.forEach(EmuListener::dropSilent);
      if (addresses.refresh()) {
        handled++;
        tell(AdapterHandler::addressesChanged);
      }
    }
    return handled;
  }

  void close() {
    loop.close(
        () -> {
          listeners.forEach(EmuListener::close);
          queuePairs.forEach(EmuQueuePair::abandon);
        });
    tcp.close();
    slabs.close();
    directory.close();
  }
}
