package org.sanswitch.launcher.boot;

import java.net.SocketImpl;
import java.net.SocketImplFactory;

/** The JVM's factory of client or of server sockets: the switch's, or the JDK's own without it. */
final class BootSocketImplFactory implements SocketImplFactory {

  private final Handover handover;
  private final SwitchService service;

  BootSocketImplFactory(Handover handover, SwitchService service) {
    this.handover = handover;
    this.service = service;
  }

  @Override
  public SocketImpl createSocketImpl() {
    SocketImplFactory ours = handover.get(service, SocketImplFactory.class);
    if (ours != null) {
      return ours.createSocketImpl();
    }
    return service == SwitchService.SERVER_SOCKET
        ? handover.platform.serverSocketImpl().get()
        : handover.platform.socksSocketImpl().get();
  }
}
