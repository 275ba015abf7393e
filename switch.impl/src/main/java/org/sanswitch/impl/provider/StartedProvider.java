package org.sanswitch.impl.provider;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.MemoryUse;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** A provider that WSPStartupEx has started, with what its sockets need to be made in pairs. */
public final class StartedProvider {

  private final ProviderPort port;
  private final ProviderView view;
  private final OrderedSet<Runnable> leaveHooks = new OrderedSet<>();

  /** Guard: volatile; written by whoever has asked the provider last. */
  private volatile List<ServedAddress> addresses;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean leaving;

  /**
   * Makes a provider that has been asked for all it can.
   *
   * @param port its functions
   * @param view its view of the upcall table
   * @param addresses what it serves
   */
  public StartedProvider(ProviderPort port, ProviderView view, List<ServedAddress> addresses) {
    this.port = port;
    this.view = view;
    this.addresses = List.copyOf(addresses);
  }

  /**
   * An accepted connection.
   *
   * @param socket its socket
   * @param local the address that the peer connected to
   * @param remote the address of the peer
   */
  public record Accepted(SanSocket socket, InetSocketAddress local, InetSocketAddress remote) {}

  /** {@return its name} */
  public String name() {
    return port.name();
  }

  /** {@return its functions and sizes} */
  public ProviderPort port() {
    return port;
  }

  /** {@return the local addresses that it serves, as far as this host has them} */
  public List<ServedAddress> addresses() {
    return addresses;
  }

  void addresses(List<ServedAddress> now) {
    addresses = List.copyOf(now);
  }

  ProviderView view() {
    return view;
  }

  /** {@return what its registration cache holds and has done; null where it has none (MEM-5)} */
  @Nullable
  RegistrationCounts registrations() {
    ExtensionFunction.CacheCallback cache = port.cacheCallback();
    try {
      return cache == null ? null : cache.counts();
    } catch (RuntimeException | Error e) {
      view.breaches().add(Breach.THROWS, e);
      return null;
    }
  }

  /** {@return what its sessions have of memory for large transfers} */
  MemoryUse memory() {
    return port.memory().now();
  }

  /** {@return number of handles that it has open} */
  public int handles() {
    return view.openHandles();
  }

  /** {@return number of sessions that it carries} */
  public int sessions() {
    return view.sessions();
  }

  /**
   * Makes a socket (SOC-2).
   *
   * @param family family of its addresses
   * @return the socket with its handle
   * @throws WsaException as WSPSocket; or the provider did not make exactly one handle
   */
  public SanSocket socket(ProtocolFamily family) throws WsaException {
    HandleCapture capture = view.capture();
    SocketDescriptor descriptor = null;
    try {
      descriptor = port.table().wspSocket(family, null);
    } catch (RuntimeException | Error e) {
      throw broken("WSPSocket", e);
    } finally {
      view.release(capture);
      if (descriptor == null) {
        forget(capture);
      }
    }
    return pair(descriptor, capture, "WSPSocket");
  }

  /**
   * Accepts a connection (ACC-1).
   *
   * @param listener a listening socket
   * @param condition decides
   * @return the connection, or null if the request had gone
   * @throws WsaException as WSPAccept; or the provider did not make exactly one handle
   */
  public @Nullable Accepted accept(SanSocket listener, ConditionFunction condition)
      throws WsaException {
    HandleCapture capture = view.capture();
    WspProcedureTable.AcceptedSocket accepted = null;
    try {
      accepted = port.table().wspAccept(listener.descriptor(), condition);
    } catch (RuntimeException | Error e) {
      throw broken("WSPAccept", e);
    } finally {
      view.release(capture);
      if (accepted == null) {
        forget(capture);
      }
    }
    return accepted == null
        ? null
        : new Accepted(pair(accepted.socket(), capture, "WSPAccept"), accepted.local(),
            accepted.remote());
  }

  /**
   * Closes a socket; it does not matter if it was closed already.
   *
   * @param socket the socket
   */
  public void close(SanSocket socket) {
    close(socket.descriptor());
  }

  /**
   * Names what is to be done when the provider leaves.
   *
   * @param hook run once, by the thread that ends the provider; must not block
   * @return whether it was taken; false if the provider is leaving already
   */
  public boolean onLeave(Runnable hook) {
    leaveHooks.add(hook);
    return !leaving || !leaveHooks.remove(hook);
  }

  /**
   * Forgets what {@link #onLeave} was given.
   *
   * @param hook the same object
   */
  public void forgetOnLeave(Runnable hook) {
    leaveHooks.remove(hook);
  }

  void leave() {
    leaving = true;
    for (Runnable hook : leaveHooks.copy()) {
      if (leaveHooks.remove(hook)) {
        hook.run();
      }
    }
  }

  private SanSocket pair(@Nullable SocketDescriptor descriptor, HandleCapture capture,
      String function) throws WsaException {
    SwitchSocketHandle handle = capture.single();
    if (descriptor != null && handle != null) {
      return new SanSocket(port, descriptor, handle);
    }
    view.breach(Breach.HANDLE_COUNT);
    if (descriptor != null) {
      close(descriptor);
    }
    forget(capture);
    throw new WsaException(WsaError.WSAENETDOWN, RouteReason.PROVIDER_FAILED,
        function + " of " + name() + " made " + capture.all().size() + " handles, not 1, and "
            + (descriptor == null ? "no" : "a") + " descriptor",
        null);
  }

  private void forget(HandleCapture capture) {
    capture.all().forEach(view::forget);
  }

  private void close(SocketDescriptor descriptor) {
    try {
      port.table().wspCloseSocket(descriptor);
    } catch (WsaException e) {
      // WSAENOTSOCK: closed already, by WSPCleanup or by the session that owns it (CLO-6).
    } catch (RuntimeException | Error e) {
      view.breaches().add(Breach.THROWS, e);
    }
  }

  private WsaException broken(String function, Throwable cause) {
    view.breaches().add(Breach.THROWS, cause);
    return new WsaException(WsaError.WSAENETDOWN, RouteReason.PROVIDER_FAILED,
        function + " of " + name() + " threw " + cause, cause);
  }
}
