package org.sanswitch.impl.core;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sanswitch.api.ConnectionStatus;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.SanSocket;
import org.sanswitch.impl.session.AwakeBudget;
import org.sanswitch.impl.session.NegotiationListener;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.Sessions;
import org.sanswitch.impl.session.TrafficCounter;

/** Sessions that negotiate when a test says so. */
final class FakeSessions implements Sessions {

  /** A negotiation that a test ends. */
  record Started(SanSocket socket, Role role, InetSocketAddress local, InetSocketAddress remote,
      Route route, Supplier<TrafficCounter> counter, NegotiationListener listener) {

    SanStream establish() {
      counter.get();
      SanStream stream = stream(this);
      listener.established(stream);
      return stream;
    }
  }

  final BlockingQueue<Started> started = new LinkedBlockingQueue<>();
  final List<String> ended = new CopyOnWriteArrayList<>();
  volatile boolean establishAtOnce;
  volatile Runnable onStart = () -> {
  };

  /** Peers whose connections have ended without a byte. */
  static final Set<InetSocketAddress> GIVEN_UP = ConcurrentHashMap.newKeySet();

  private static final Map<SanStream, CompletableFuture<EndReason>> RESETS =
      new ConcurrentHashMap<>();

  /** {@return why a stream was reset, or null if it was not} */
  static EndReason reset(SanStream stream) {
    return RESETS.get(stream).getNow(null);
  }

  /** {@return why a stream was reset, once it is} */
  static EndReason awaitReset(SanStream stream) {
    return RESETS.get(stream).orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static SanStream stream(Started from) {
    SanStream stream = (SanStream) Proxy.newProxyInstance(FakeSessions.class.getClassLoader(),
        new Class<?>[]{SanStream.class}, (proxy, method, arguments) -> switch (method.getName()) {
          case "reset" -> {
            RESETS.get(proxy).complete((EndReason) arguments[0]);
            yield null;
          }
          case "remote" -> from.remote();
          case "route" -> from.route();
          case "endReason" -> GIVEN_UP.contains(from.remote()) ? EndReason.PEER_DIED : null;
          case "available" -> 0;
          case "hashCode" -> System.identityHashCode(proxy);
          case "equals" -> proxy == arguments[0];
          case "toString" -> "stream to " + from.remote();
          default -> throw new UnsupportedOperationException(method.getName());
        });
    RESETS.put(stream, new CompletableFuture<>());
    return stream;
  }

  Started next() throws InterruptedException {
    Started next = started.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no session was started within 30 s");
    }
    return next;
  }

  @Override
  public void start(SanSocket socket, Role role, InetSocketAddress local, InetSocketAddress remote,
      Route route, Supplier<TrafficCounter> counter, NegotiationListener listener) {
    Started now = new Started(socket, role, local, remote, route, counter, listener);
    onStart.run();
    started.add(now);
    if (establishAtOnce) {
      now.establish();
    }
  }

  @Override
  public AwakeBudget newAwakeBudget() {
    throw new UnsupportedOperationException("no selector in these tests");
  }

  @Override
  public List<ConnectionStatus> status() {
    return List.of();
  }

  @Override
  public int endAllOn(ProviderPort port, EndReason reason, long boundNanos) {
    ended.add(port.name() + " " + reason);
    return 0;
  }
}
