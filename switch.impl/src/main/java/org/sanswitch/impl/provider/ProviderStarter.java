package org.sanswitch.impl.provider;

import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** Starts a provider and asks it what the switch must know (INI-1 to INI-4, OPT-1). */
final class ProviderStarter {

  /** The smallest receive that the session protocol allows, header included. */
  static final int MIN_MESSAGE_SIZE = 512;

  private static final int DEFAULT_RECEIVES = 64;

  private final Supplier<HostAddresses> host;
  private final LongSupplier nanoTime;

  ProviderStarter(Supplier<HostAddresses> host, LongSupplier nanoTime) {
    this.host = host;
    this.nanoTime = nanoTime;
  }

  StartedProvider start(String name, SanServiceProvider service) throws StartFailure {
    ProviderView view = new ProviderView(name, nanoTime);
    WspProcedureTable table = null;
    boolean started = false;
    try {
      table = service.wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP, view);
      StartedProvider provider = ask(name, table, view);
      started = true;
      return provider;
    } catch (WsaException e) {
      throw new StartFailure(e.error() == WsaError.WSAVERNOTSUPPORTED
          ? RouteReason.PROVIDER_VERSION
          : e.reason(), String.valueOf(e.getMessage()));
    } catch (IllegalCallerException e) {
      throw new StartFailure(RouteReason.NATIVE_ACCESS_DENIED, e.toString());
    } catch (RuntimeException | Error e) {
      throw new StartFailure(RouteReason.PROVIDER_FAILED, "WSPStartupEx threw " + e);
    } finally {
      if (!started) {
        cleanUp(table, view);
      }
    }
  }

  /** {@return the addresses that it serves now, those this host does not have left out (INI-6)} */
  List<ServedAddress> askAddresses(StartedProvider provider) throws WsaException {
    HostAddresses local = host.get();
    SanSocket probe = probe(provider);
    try {
      return provider.port()
        .table()
        .wspIoctl(probe.descriptor(), IoControl.SIO_ADDRESS_LIST_QUERY)
        .stream()
        .filter(served -> local.isLocal(served.address()))
        .toList();
    } finally {
      provider.close(probe);
    }
  }

  /** WSPCleanup, whatever it throws; afterwards nothing of the provider means anything. */
  static void cleanUp(@Nullable WspProcedureTable table, ProviderView view) {
    try {
      if (table != null) {
        table.wspCleanup();
      }
    } catch (RuntimeException | Error e) {
      view.breaches().add(Breach.THROWS, e);
    } finally {
      view.end();
    }
  }

  private StartedProvider ask(String name, @Nullable WspProcedureTable table, ProviderView view)
      throws WsaException, StartFailure {
    if (table == null) {
      throw new StartFailure(RouteReason.PROVIDER_FAILED, "WSPStartupEx returned no functions");
    }
    StartedProvider bare = new StartedProvider(new ProviderPort(name, table, null,
        (socket, memory, access) -> {
          throw new WsaException(WsaError.WSANOTINITIALISED, "the provider is being asked");
        }, (socket, region) -> {
        }, MIN_MESSAGE_SIZE, 0, 1), view, List.of());
    SanSocket probe = probe(bare);
    try {
      return new StartedProvider(port(name, table, probe.descriptor()), view,
          addresses(table, probe.descriptor()));
    } finally {
      bare.close(probe);
    }
  }

  private static SanSocket probe(StartedProvider provider) throws WsaException {
    try {
      return provider.socket(StandardProtocolFamily.INET);
    } catch (WsaException e) {
      if (e.error() != WsaError.WSAEAFNOSUPPORT) {
        throw e;
      }
      return provider.socket(StandardProtocolFamily.INET6);
    }
  }

  private static ProviderPort port(String name, WspProcedureTable table, SocketDescriptor probe)
      throws WsaException, StartFailure {
    int maxMessage = table.wspGetSockOpt(probe, SanSocketOption.SO_MAX_MSG_SIZE);
    int maxInject = option(table, probe, SanSocketOption.SO_MAX_INJECT_SIZE, 0);
    int maxReceives = option(table, probe, SanSocketOption.SO_MAX_RECEIVES, DEFAULT_RECEIVES);
    if (maxMessage < MIN_MESSAGE_SIZE || maxInject < 0 || maxReceives < 1) {
      throw new StartFailure(RouteReason.PROVIDER_FAILED,
          "SO_MAX_MSG_SIZE " + maxMessage + " (at least " + MIN_MESSAGE_SIZE
              + "), SO_MAX_INJECT_SIZE " + maxInject + " (at least 0), SO_MAX_RECEIVES "
              + maxReceives + " (at least 1)");
    }
    return new ProviderPort(name, table,
        optional(table, probe, ExtensionFunction.WSPALLOCATEMEMORY),
        table.wspGetExtensionFunction(probe, ExtensionFunction.WSPREGISTERMEMORY),
        table.wspGetExtensionFunction(probe, ExtensionFunction.WSPDEREGISTERMEMORY), maxMessage,
        maxInject, maxReceives,
        optional(table, probe, ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK),
        RdmaPort.ask(table, probe), optional(table, probe, ExtensionFunction.WSPDRIVERS));
  }

  private static int option(WspProcedureTable table, SocketDescriptor probe,
      SanSocketOption option, int otherwise) throws WsaException {
    try {
      return table.wspGetSockOpt(probe, option);
    } catch (WsaException e) {
      if (e.error() == WsaError.WSAENOPROTOOPT) {
        return otherwise;
      }
      throw e;
    }
  }

  private static <F> @Nullable F optional(WspProcedureTable table, SocketDescriptor probe,
      ExtensionFunction<F> id) throws WsaException {
    try {
      return table.wspGetExtensionFunction(probe, id);
    } catch (WsaException e) {
      if (e.error() == WsaError.WSAEOPNOTSUPP) {
        return null;
      }
      throw e;
    }
  }

  private List<ServedAddress> addresses(WspProcedureTable table, SocketDescriptor probe)
      throws WsaException, StartFailure {
    List<ServedAddress> served = table.wspIoctl(probe, IoControl.SIO_ADDRESS_LIST_QUERY);
    HostAddresses local = host.get();
    List<InetAddress> foreign = served.stream()
      .map(ServedAddress::address)
      .filter(address -> !local.isLocal(address))
      .toList();
    if (!foreign.isEmpty()) {
      throw new StartFailure(RouteReason.PROVIDER_LIED, foreign.size() + " of " + served.size()
          + " addresses are not of this host, the first is " + foreign.get(0).getHostAddress());
    }
    return served;
  }
}
