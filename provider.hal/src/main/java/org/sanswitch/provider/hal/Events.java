package org.sanswitch.provider.hal;

import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** What the adapter tells, in the thread that processes events. Nothing that goes wrong here reaches it. */
final class Events implements AdapterHandler {

  private final Startup startup;

  /**
   * Makes it.
   *
   * @param startup what it belongs to
   */
  Events(Startup startup) {
    this.startup = startup;
  }

  @Override
  public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
    guarded("connectionRequested", () -> startup.listeners.requested(listener, request));
  }

  @Override
  public void requestWithdrawn(ConnectionRequest request) {
    guarded("requestWithdrawn", () -> startup.listeners.withdrawn(request));
  }

  @Override
  public void connected(QueuePair queuePair) {
    guarded("connected", () -> socket(queuePair).connected());
  }

  @Override
  public void connectFailed(QueuePair queuePair, AdapterException cause) {
    WsaException exception =
        WsaErrors.exception(WsaErrors.ofConnect(cause.error()), "connect", cause);
    guarded("connectFailed", () -> socket(queuePair).connectFailed(exception));
  }

  @Override
  public void disconnected(QueuePair queuePair) {
    guarded("disconnected", () -> socket(queuePair).disconnected());
  }

  @Override
  public void completionsReady(QueuePair queuePair) {
    try {
      HalConnection connection = socket(queuePair).connection();
      if (connection != null) {
        connection.ready();
      }
    } catch (Throwable e) {
      startup.log.warn("completionsReady", e);
    }
  }

  @Override
  public void addressesChanged() {
    // The switch sees address changes through TCP/IP and asks for the list again (INI-6).
  }

  @Override
  public void failed(AdapterException cause) {
    guarded("failed", () -> startup.fail(cause));
  }

  private static HalSocket socket(QueuePair queuePair) {
    return (HalSocket) queuePair.context();
  }

  private void guarded(String what, Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      startup.log.warn(what, e);
    }
  }

  /** {@return what a connection attempt that the peer cut off is called} */
  static WsaException cutOff() {
    return new WsaException(WsaError.WSAETIMEDOUT,
        "the peer disconnected before the connection stood");
  }
}
