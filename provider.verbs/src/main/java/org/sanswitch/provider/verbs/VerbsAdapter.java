package org.sanswitch.provider.verbs;

import java.net.InetSocketAddress;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/**
 * The place of RDMA hardware. It cannot be opened yet, and says so: the switch then uses TCP/IP or
 * another provider, and shows this reason.
 */
@Component(property = "service.ranking:Integer=100")
public final class VerbsAdapter implements SanAdapter {

  /** Name of the adapter and of its provider. */
  static final String NAME = "verbs";

  private static final int MAX_MESSAGE = 64 * 1024;
  private static final int MAX_OPERATIONS = 64;
  private static final String REASON = "RDMA support is not there yet";

  private final AdapterInfo info;

  /** Makes the adapter. */
  public VerbsAdapter() {
    this.info = new AdapterInfo(NAME, version(), MAX_MESSAGE, 0, MAX_OPERATIONS, MAX_OPERATIONS, 0,
        false, 0);
  }

  private static String version() {
    Bundle bundle = FrameworkUtil.getBundle(VerbsAdapter.class);
    return bundle == null ? "" : bundle.getVersion().toString();
  }

  @Override
  public AdapterInfo info() {
    return info;
  }

  @Override
  public void open(AdapterHandler handler) throws AdapterException {
    throw notYetSupported();
  }

  @Override
  public List<ServedAddress> addresses() {
    return List.of();
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    throw notYetSupported();
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    throw notYetSupported();
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    return 0;
  }

  @Override
  public void wakeup() {
    // Nobody waits in an adapter that is not open.
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private static AdapterException notYetSupported() {
    return new AdapterException(AdapterError.NOT_SUPPORTED, RouteReason.NOT_YET_SUPPORTED, REASON);
  }
}
