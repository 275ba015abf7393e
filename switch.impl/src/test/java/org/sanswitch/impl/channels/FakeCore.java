package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.AwakeBudget;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.impl.session.TrafficCounter;

/** A switch in memory: with SANs, every listening socket here has a companion. */
public final class FakeCore implements SwitchCore {

  /** What was counted over TCP/IP. */
  public static final class Count implements TrafficCounter {
    public final Route route;
    public final boolean accepted;
    public volatile long sent;
    public volatile long received;
    public volatile boolean closed;

    Count(Route route, boolean accepted) {
      this.route = route;
      this.accepted = accepted;
    }

    @Override
    public void sent(long bytes) {
      sent += bytes;
    }

    @Override
    public void received(long bytes) {
      received += bytes;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final boolean san;
  private final Map<Integer, Listener> listeners = new ConcurrentHashMap<>();
  public final CopyOnWriteArrayList<Count> counts = new CopyOnWriteArrayList<>();
  final CopyOnWriteArrayList<Route> withoutCompanions = new CopyOnWriteArrayList<>();
  public final CopyOnWriteArrayList<FakeLink> links = new CopyOnWriteArrayList<>();

  /** Attempts that wait for their test, while {@link #late} is set. */
  final CopyOnWriteArrayList<FakeAttempt> attempts = new CopyOnWriteArrayList<>();

  /** Whether attempts end only when {@link #endAttempts} is called. */
  volatile boolean late;

  /** Given to the selectors that are made. */
  volatile FakeBudget budget = new FakeBudget(0);

  /** Destinations on this port are never answered over the SAN. */
  public volatile int silentPort = -1;

  public FakeCore(boolean san) {
    this.san = san;
  }

  @Override
  public ConnectAttempt connect(InetSocketAddress remote, Binder binder, long timeoutNanos) {
    if (!san) {
      return attempt(new ConnectAttempt.UseTcp(Route.tcp(RouteReason.NO_PROVIDER, "")));
    }
    try {
      InetSocketAddress local = binder.bind(localFor(remote));
      if (remote.getPort() == silentPort) {
        return attempt(null);
      }
      Listener listener = listeners.get(remote.getPort());
      if (listener == null) {
        return attempt(
            new ConnectAttempt.UseTcp(Route.tcp(RouteReason.PEER_HAS_NO_SWITCH, "")));
      }
      FakeLink link = new FakeLink(local, remote);
      links.add(link);
      listener.arrive(link.server);
      return attempt(new ConnectAttempt.Connected(link.client));
    } catch (IOException e) {
      return attempt(
          new ConnectAttempt.UseTcp(Route.tcp(RouteReason.PROVIDER_FAILED, "" + e)));
    }
  }

  private FakeAttempt attempt(ConnectAttempt.@Nullable Outcome planned) {
    FakeAttempt made = new FakeAttempt(planned);
    attempts.add(made);
    if (!late) {
      made.end();
    }
    return made;
  }

  /** Ends all attempts as they were going to. */
  void endAttempts() {
    attempts.forEach(FakeAttempt::end);
  }

  @Override
  public AwakeBudget newAwakeBudget() {
    return budget;
  }

  private static InetAddress localFor(InetSocketAddress remote) {
    return remote.getAddress();
  }

  @Override
  public CompanionListener listen(InetSocketAddress local, int backlog, Runnable arrival) {
    Listener listener = new Listener(local.getPort(), arrival);
    listeners.put(local.getPort(), listener);
    return listener;
  }

  @Override
  public AutoCloseable listenWithout(InetSocketAddress local, Route route) {
    withoutCompanions.add(route);
    return () -> {
    };
  }

  @Override
  public TrafficCounter countTcp(Route route, boolean accepted,
      @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote) {
    Count count = new Count(route, accepted);
    counts.add(count);
    return count;
  }

  private final class Listener implements CompanionListener {
    private final int port;
    private final Runnable arrival;
    private final ConcurrentLinkedQueue<FakeStream> waiting = new ConcurrentLinkedQueue<>();

    Listener(int port, Runnable arrival) {
      this.port = port;
      this.arrival = arrival;
    }

    void arrive(FakeStream stream) {
      waiting.add(stream);
      arrival.run();
    }

    @Override
    public @Nullable SanStream poll() {
      return waiting.poll();
    }

    @Override
    public boolean isReady() {
      return !waiting.isEmpty();
    }

    @Override
    public void close() {
      listeners.remove(port, this);
      for (FakeStream left = waiting.poll(); left != null; left = waiting.poll()) {
        left.reset(EndReason.LISTENER_CLOSED);
      }
    }
  }
}
