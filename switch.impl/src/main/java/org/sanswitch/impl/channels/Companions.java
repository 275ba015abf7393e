package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.impl.session.TrafficCounter;

/** What the switch makes of one listening socket: companions, or the reason why there are none. */
public final class Companions {

  private static final int DEFAULT_BACKLOG = 50;

  private final SwitchCore core;
  private final @Nullable CompanionListener listener;
  private final @Nullable AutoCloseable counted;
  private final Route tcpRoute;

  private Companions(SwitchCore core, @Nullable CompanionListener listener,
      @Nullable AutoCloseable counted, Route tcpRoute) {
    this.core = core;
    this.listener = listener;
    this.counted = counted;
    this.tcpRoute = tcpRoute;
  }

  /** Asks the switch for companions after TCP/IP listens (LIS-1), unless the port is shared (LIS-4). */
  public static Companions of(SwitchCore core, InetSocketAddress bound, int backlog,
      Set<SocketOption<?>> options, StreamOptions.Getter getter, Runnable arrival)
      throws IOException {
    boolean shared = options.contains(StandardSocketOptions.SO_REUSEPORT)
        && getter.get(StandardSocketOptions.SO_REUSEPORT);
    if (!shared) {
      Route byPeer =
          Route.tcp(RouteReason.PEER_HAS_NO_SWITCH, "accepted: the peer came by TCP/IP");
      int given = backlog < 1 ? DEFAULT_BACKLOG : backlog;
      return new Companions(core, core.listen(bound, given, arrival), null, byPeer);
    }
    Route route = Route.tcp(RouteReason.PORT_SHARED, "");
    return new Companions(core, null, core.listenWithout(bound, route), route);
  }

  /** {@return whether connections may come over a SAN, now or later (INI-5)} */
  public boolean haveSan() {
    return listener != null;
  }

  public boolean isReady() {
    return listener != null && listener.isReady();
  }

  /** {@return what is made of the oldest session, or null if there is none} */
  public <T> @Nullable T poll(Function<SanStream, T> make) {
    SanStream stream = listener == null ? null : listener.poll();
    return stream == null ? null : make.apply(stream);
  }

  public TrafficCounter countTcp(@Nullable InetSocketAddress local,
      @Nullable InetSocketAddress remote) {
    return core.countTcp(tcpRoute, true, local, remote);
  }

  /** Ends the companions; to be called before TCP/IP stops to listen (LIS-4). Idempotent. */
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
    if (counted != null) {
      try {
        counted.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
