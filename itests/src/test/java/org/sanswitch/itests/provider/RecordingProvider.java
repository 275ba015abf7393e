package org.sanswitch.itests.provider;

import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** A provider that answers what the switch asks, carries no connection, and can misbehave. */
public final class RecordingProvider implements SanServiceProvider {

  /** What happens in WSPStartupEx before it answers. */
  public interface Startup {
    /** Returns, throws or takes its time. */
    void run() throws WsaException;
  }

  private final String name;
  private final List<ServedAddress> addresses;
  private final Startup startup;

  // Guard: volatile; each set once, in WSPStartupEx.
  private volatile UpcallTable upcalls;
  private volatile RecordingTable table;
  private volatile int version;
  private volatile ProtocolInfo protocol;

  /**
   * Makes the provider.
   *
   * @param name its name
   * @param addresses what it says it serves
   * @param startup what WSPStartupEx does first
   */
  public RecordingProvider(String name, List<ServedAddress> addresses, Startup startup) {
    this.name = name;
    this.addresses = List.copyOf(addresses);
    this.startup = startup;
  }

  /** {@return its registration, with the properties of a provider} */
  public ServiceRegistration<SanServiceProvider> register(BundleContext context) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(NAME, name);
    properties.put(VERSION, "1");
    return context.registerService(SanServiceProvider.class, this, properties);
  }

  @Override
  public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
      throws WsaException {
    this.version = version;
    protocol = tcpIp;
    this.upcalls = upcalls;
    startup.run();
    table = new RecordingTable(addresses, upcalls);
    return table;
  }

  /** {@return the view that WSPStartupEx was given} */
  public UpcallTable upcalls() {
    return upcalls;
  }

  /** {@return the functions that the switch was given} */
  public RecordingTable table() {
    return table;
  }

  /** {@return the version that WSPStartupEx was given} */
  public int version() {
    return version;
  }

  /** {@return the protocol that WSPStartupEx was given} */
  public ProtocolInfo protocol() {
    return protocol;
  }
}
