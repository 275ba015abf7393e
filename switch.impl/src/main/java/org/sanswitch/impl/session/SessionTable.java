package org.sanswitch.impl.session;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sanswitch.api.ConnectionStatus;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.provider.BoundedWork;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.SanSocket;
import org.sanswitch.spi.WsaException;

/** The sessions of this process, with what they share: settings, timers, spinning. */
public final class SessionTable implements Sessions, AutoCloseable {

  private final SessionSettings settings;
  private final Housekeeper housekeeper;
  private final SpinPolicy spinning;
  private final MemoryKeeper memory;
  private final BoundedWork work;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();

  /**
   * Starts the timer thread.
   *
   * @param settings sizes and times of all sessions
   */
  public SessionTable(SessionSettings settings) {
    this(settings, System::nanoTime);
    housekeeper.start();
  }

  /** Without a timer thread: {@link Housekeeper#runDue} is called by hand. */
  SessionTable(SessionSettings settings, LongSupplier nanoClock) {
    this(settings, nanoClock, BoundedWork.THREADS);
  }

  /** Without a timer thread, and waiting for the ends of sessions by {@code work}. */
  SessionTable(SessionSettings settings, LongSupplier nanoClock, BoundedWork work) {
    this.settings = settings;
    this.work = work;
    housekeeper = new Housekeeper(nanoClock);
    memory = new MemoryKeeper(housekeeper);
    spinning =
        new SpinPolicy(settings.spinNanos(), Runtime.getRuntime().availableProcessors());
  }

  SessionSettings settings() {
    return settings;
  }

  Housekeeper housekeeper() {
    return housekeeper;
  }

  BoundedWork work() {
    return work;
  }

  MemoryKeeper memory() {
    return memory;
  }

  SpinPolicy spinning() {
    return spinning;
  }

  @Override
  public void start(
      SanSocket socket,
      Role role,
      InetSocketAddress local,
      InetSocketAddress remote,
      Route route,
      Supplier<TrafficCounter> counter,
      NegotiationListener listener) {
    SessionPlace place =
        new SessionPlace(
            lastId.incrementAndGet(), socket, role, local, remote, route, counter, listener);
    Session session;
    try {
      session = new Session(this, place, random.nextLong(), random.nextLong());
    } catch (WsaException e) {
      new Wire(socket, (reason, detail) -> {}).close();
      listener.failed(e.reason(), String.valueOf(e.getMessage()), false);
      return;
    }
    sessions.put(place.id(), session);
    session.start();
  }

  void remove(Session session) {
    sessions.remove(session.id());
  }

  @Override
  public AwakeBudget newAwakeBudget() {
    return spinning.newBudget();
  }

  @Override
  public List<ConnectionStatus> status() {
    return sessions.values().stream().map(Session::status).toList();
  }

  @Override
  public int endAllOn(ProviderPort port, EndReason reason, long boundNanos) {
    long deadline = housekeeper.now() + boundNanos;
    List<Session> ended = sessions.values().stream().filter(s -> s.port() == port).toList();
    ended.forEach(session -> session.reset(reason));
    int left = 0;
    for (Session session : ended) {
      if (!session.ending().awaitGone(work, deadline - housekeeper.now())) {
        left++;
      }
    }
    memory.forget(port);
    return left;
  }

  /** Stops the timer thread; the sessions should have been ended before. */
  @Override
  public void close() {
    housekeeper.close();
  }
}
