package org.sanswitch.impl.provider;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * The upcall table as a service: a provider that depends on it is active only where there is a
 * switch. It makes no handles, because one bundle may host several providers: each gets a view of
 * its own with WSPStartupEx.
 */
@Component(service = UpcallTable.class, scope = ServiceScope.BUNDLE)
public final class UpcallTableService implements UpcallTable {

  private static final String WHY =
      "use the upcall table that WSPStartupEx hands over, not the service";

  @Override
  public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
    throw new WsaException(WsaError.WSAENOTSOCK, WHY);
  }

  @Override
  public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
    throw new WsaException(WsaError.WSAENOTSOCK, WHY);
  }

  @Override
  public @Nullable Object wpuQuerySocketHandleContext(SocketHandle handle) throws WsaException {
    throw new WsaException(WsaError.WSAENOTSOCK, WHY);
  }

  @Override
  public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
    return WsaError.WSAENOTSOCK;
  }
}
