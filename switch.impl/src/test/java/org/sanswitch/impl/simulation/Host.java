package org.sanswitch.impl.simulation;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.sanswitch.impl.core.SteppedSwitch;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.session.SessionSettings;
import org.sanswitch.impl.session.SteppedSessions;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.spi.WsaError;

/** A host with one process that has a whole switch and a provider. */
final class Host {

  private static final int LATE_NANOS = 100_000;

  private final Timeline timeline;
  private final Fabric fabric;
  private final SimulatedProcess process;
  private final SteppedWork work;
  private final SteppedSessions sessions;
  private final SteppedSwitch theSwitch;
  private final FabricProvider provider;
  private long timersAt = Long.MAX_VALUE;
  private int timerPlans;
  private boolean registered;
  private boolean stopped;

  Host(Fabric fabric, int number, InetAddress address, SessionSettings settings, Limits limits) {
    this.fabric = fabric;
    timeline = fabric.timeline;
    process = new SimulatedProcess(number);
    work = new SteppedWork(timeline, process);
    sessions = new SteppedSessions(settings, timeline::now, work);
    HostAddresses addresses = new HostAddresses(Map.of(address, 24));
    theSwitch = new SteppedSwitch(sessions.sessions(), () -> addresses, timeline::now, work, work);
    provider = new FabricProvider(fabric, process, address, limits);
    fabric.add(provider);
    timeline.afterEach(this::planTimers);
  }

  private void planTimers() {
    long left = sessions.untilDue();
    if (left == Long.MAX_VALUE || timeline.now() + left >= timersAt || process.isDead()) {
      return;
    }
    timersAt = timeline.now() + left;
    int plan = ++timerPlans;
    timeline.after(Math.max(0, left) + timeline.chance.sized(0, LATE_NANOS), process, "timers",
        () -> {
          // One that was planned for a sooner timer has taken its place.
          if (plan == timerPlans) {
            timersAt = Long.MAX_VALUE;
            sessions.runDue();
          }
        });
  }

  Fabric fabric() {
    return fabric;
  }

  SimulatedProcess process() {
    return process;
  }

  SwitchCore core() {
    return theSwitch.core();
  }

  FabricProvider provider() {
    return provider;
  }

  SteppedSwitch theSwitch() {
    return theSwitch;
  }

  boolean isUp() {
    return !stopped && !process.isDead();
  }

  void addProvider() {
    if (isUp() && !registered) {
      registered = true;
      theSwitch.addProvider(provider, FabricProvider.PROPERTIES);
    }
  }

  void removeProvider() {
    timeline.note("provider leaves", process.number(), 0);
    theSwitch.removeProvider(provider);
    registered = false;
  }

  void stop() {
    if (isUp()) {
      stopped = true;
      timeline.note("switch stops", process.number(), 0);
      theSwitch.stop();
      sessions.close();
    }
  }

  /** {@return whether a step of this host waits, so that others are made inside it} */
  boolean isWaiting() {
    return work.isWaiting();
  }

  /** The process dies; what it had delivered arrives (CLO-9). */
  void die() {
    timeline.note("dies", process.number(), 0);
    process.die();
    for (FabricSocket socket : List.copyOf(provider.open())) {
      if (!socket.isClosed()) {
        socket.vanish(WsaError.WSA_OPERATION_ABORTED);
      }
    }
  }

  int liveSessions() {
    return process.isDead() ? 0 : sessions.sessions().status().size();
  }

  /** {@return what is left behind of a switch that was stopped, or the empty string} */
  String remains() {
    if (process.isDead()) {
      return "";
    }
    int sockets = provider.open().size();
    return (sockets > 0 ? sockets + " sockets open " : "")
        + (liveSessions() > 0 ? liveSessions() + " sessions alive " : "") + provider.remains();
  }
}
