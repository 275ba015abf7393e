package org.sanswitch.provider.hal;

import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** The SAN service provider of one adapter; it can be started again after WSPCleanup. */
public final class HalProvider implements SanServiceProvider {

  private static final Logger LOGGER = System.getLogger(HalProvider.class.getName());
  private static final int MAJOR_SHIFT = 16;

  private final SanAdapter adapter;
  private final Limits limits;
  private final BoundedLog log;

  /** Guard: this. */
  private @Nullable Startup current;

  /** Guard: this. */
  private boolean left;

  /**
   * Makes the provider.
   *
   * @param adapter the adapter
   * @param limits bounds
   */
  HalProvider(SanAdapter adapter, Limits limits) {
    this.adapter = adapter;
    this.limits = limits;
    this.log = new BoundedLog(LOGGER, adapter.info().name());
  }

  /**
   * {@return the provider of an adapter outside of OSGi, with the bounds that rule without a
   * configuration}
   *
   * @param adapter the adapter; the provider opens and closes it
   */
  public static HalProvider of(SanAdapter adapter) {
    return new HalProvider(adapter, Limits.DEFAULT);
  }

  @Override
  public synchronized WspProcedureTable wspStartupEx(
      int version, ProtocolInfo tcpIp, UpcallTable upcalls) throws WsaException {
    if (version >>> MAJOR_SHIFT != SPI_VERSION >>> MAJOR_SHIFT) {
      throw new WsaException(WsaError.WSAVERNOTSUPPORTED, RouteReason.PROVIDER_VERSION,
          "version " + Integer.toHexString(version) + " asked for, "
              + Integer.toHexString(SPI_VERSION) + " is here",
          null);
    }
    if (left) {
      throw new WsaException(WsaError.WSASYSNOTREADY, RouteReason.PROVIDER_GONE,
          "the adapter has left", null);
    }
    if (current != null && !current.isEnded()) {
      throw new WsaException(WsaError.WSASYSNOTREADY, "WSPStartupEx was called already");
    }
    try {
      current = Startup.open(adapter, upcalls, limits, log);
      return new HalProcedureTable(current);
    } catch (AdapterException e) {
      throw new WsaException(WsaError.WSASYSNOTREADY, e.reason(), messageOf(e), e);
    } catch (RuntimeException | LinkageError e) {
      throw WsaErrors.broken(WsaError.WSASYSNOTREADY, "opening the adapter", e);
    }
  }

  private static String messageOf(AdapterException e) {
    String message = e.getMessage();
    return message == null ? e.error().name() : message;
  }

  /** The adapter leaves: ends what the switch has not ended, for good. */
  synchronized void leave() {
    left = true;
    if (current != null) {
      current.cleanUp();
    }
  }
}
