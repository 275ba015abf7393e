package org.sanswitch.impl.channels;

import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketImplFactory;
import org.sanswitch.impl.session.SwitchCore;

/** Makes implementations of {@code java.net} sockets for the JVM's own socket classes. */
public final class SwitchSocketImplFactory implements SocketImplFactory {

  /** Which sockets. */
  public enum Kind {
    /** For {@link Socket}. */
    CLIENT,
    /** For {@link java.net.ServerSocket}. */
    SERVER
  }

  private static final String WITH_PROXY = "(Ljava/net/Proxy;)V";
  private static final StackWalker FRAMES =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final int NEAR_FRAMES = 6;

  private final SwitchCore core;
  private final PlatformSockets platform;
  private final Kind kind;

  /**
   * Makes the factory.
   *
   * @param core the switch
   * @param platform the platform's sockets, of a JVM whose factories are set
   * @param kind which sockets
   */
  public SwitchSocketImplFactory(SwitchCore core, PlatformSockets platform, Kind kind) {
    this.core = core;
    this.platform = platform;
    this.kind = kind;
  }

  @Override
  public SocketImpl createSocketImpl() {
    return kind == Kind.SERVER
        ? new SwitchServerSocketImpl(core, platform)
        : new SwitchSocketImpl(core, platform, isWithoutProxy());
  }

  /**
   * {@return whether this is for {@code new Socket(Proxy.NO_PROXY)}}, which the JDK connects without
   * asking for a proxy. Only the constructor knows, and it does not say.
   */
  private static boolean isWithoutProxy() {
    return FRAMES.walk(frames -> frames.limit(NEAR_FRAMES)
      .anyMatch(frame -> frame.getClassName().equals(Socket.class.getName())
          && frame.getMethodName().equals("<init>")
          && frame.getDescriptor().equals(WITH_PROXY)));
  }
}
