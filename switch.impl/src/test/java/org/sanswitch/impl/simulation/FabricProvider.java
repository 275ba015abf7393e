package org.sanswitch.impl.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.impl.provider.ProviderView;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** One end of the fabric: the provider of one host. It may be registered, and so started, again. */
final class FabricProvider implements SanServiceProvider {

  static final Map<String, Object> PROPERTIES =
      Map.of(SanServiceProvider.NAME, "fabric", "service.id", 1L);

  private final Fabric fabric;
  private final SimulatedProcess process;
  private final InetAddress address;
  private final Limits limits;
  private final List<FabricTable> started = new ArrayList<>();
  private boolean asked;

  FabricProvider(Fabric fabric, SimulatedProcess process, InetAddress address, Limits limits) {
    this.fabric = fabric;
    this.process = process;
    this.address = address;
    this.limits = limits;
  }

  @Override
  public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
      throws WsaException {
    if (fabric.faults.isStartRefused()) {
      throw new WsaException(WsaError.WSASYSNOTREADY, "simulated");
    }
    FabricTable table = new FabricTable(this, fabric, upcalls);
    started.add(table);
    return table;
  }

  InetAddress address() {
    return address;
  }

  SimulatedProcess process() {
    return process;
  }

  Limits limits() {
    return limits;
  }

  /** {@return whether it was asked for its addresses already} */
  boolean isAsked() {
    return asked;
  }

  List<ServedAddress> addresses() {
    asked = true;
    return List.of(new ServedAddress(address, 24));
  }

  /** {@return all sockets whose last upcall was not made} */
  List<FabricSocket> open() {
    return started.stream().flatMap(table -> table.open().stream()).toList();
  }

  /** {@return the socket that listens on a port, or null} */
  FabricSocket listener(InetSocketAddress at) {
    for (FabricTable table : started) {
      FabricSocket found = table.listener(at);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** {@return what is left of it in the switch: open handles, and breaches of the contract} */
  String remains() {
    for (FabricTable table : started) {
      ProviderView view = (ProviderView) table.upcalls();
      if (view.openHandles() > 0 || view.breachCount() > 0) {
        return view.openHandles() + " handles open, " + view.breachCount() + " breaches";
      }
    }
    return "";
  }
}
