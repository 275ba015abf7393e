package org.sanswitch.launcher.boot;

import java.net.SocketImpl;
import java.net.SocketImplFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A factory of sockets for the whole JVM: the switch's, or the JDK's own without it. */
abstract sealed class BootSocketImplFactory implements SocketImplFactory {

  private final Handover handover;

  private BootSocketImplFactory(Handover handover) {
    this.handover = handover;
  }

  final @Nullable SocketImpl ofTheSwitch(SwitchService service) {
    SocketImplFactory ours = handover.get(service, SocketImplFactory.class);
    return ours == null ? null : ours.createSocketImpl();
  }

  final Platform.Sockets platform() {
    return Objects.requireNonNull(handover.platform.sockets(), "there is no agent");
  }

  /** For {@code Socket}. */
  static final class Client extends BootSocketImplFactory {

    Client(Handover handover) {
      super(handover);
    }

    @Override
    public SocketImpl createSocketImpl() {
      SocketImpl ours = ofTheSwitch(SwitchService.CLIENT_SOCKET);
      return ours == null ? platform().socksSocketImpl().get() : ours;
    }
  }

  /**
   * For {@code ServerSocket}. The JDK lets a server socket that is not its own accept with sockets
   * of the client factory only; with a client factory of the program's it has to be the JDK's.
   */
  static final class Server extends BootSocketImplFactory {

    private final SocketFactories factories;

    Server(Handover handover, SocketFactories factories) {
      super(handover);
      this.factories = factories;
    }

    @Override
    public SocketImpl createSocketImpl() {
      SocketImpl ours =
          factories.areTaken() ? null : ofTheSwitch(SwitchService.SERVER_SOCKET);
      return ours == null ? platform().serverSocketImpl().get() : ours;
    }
  }
}
