package org.sanswitch.impl.simulation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What goes wrong in a simulation, beside what functions of the providers refuse. */
final class Trouble {

  private static final int LATEST_NANOS = (int) TimeUnit.MILLISECONDS.toNanos(500);
  private static final int LONGEST_ABSENCE_NANOS = (int) TimeUnit.SECONDS.toNanos(2);

  /** Kinds of trouble. */
  private enum Kind {
    CONNECTION_DROPS, LINK_STALLS, LINK_STALLS_FOR_EVER, PROVIDER_LEAVES, SWITCH_STOPS,
    PROCESS_DIES, LISTENER_CLOSES
  }

  private final Timeline timeline;
  private final Fabric fabric;
  private final List<Host> hosts;
  private final List<Server> servers;
  private final List<Conversation> conversations;

  Trouble(Fabric fabric, List<Host> hosts, List<Server> servers,
      List<Conversation> conversations) {
    this.fabric = fabric;
    this.hosts = hosts;
    this.servers = servers;
    this.conversations = conversations;
    timeline = fabric.timeline;
  }

  /** Plans up to three troubles. */
  void plan() {
    for (int left = timeline.chance.between(1, 3); left > 0; left--) {
      Kind kind = timeline.chance.of(Kind.values());
      Host host = hosts.get(timeline.chance.below(hosts.size()));
      timeline.within(LATEST_NANOS, fabric.network, kind.name(), () -> happen(kind, host));
    }
  }

  private void happen(Kind kind, Host host) {
    if (!host.isUp()) {
      return;
    }
    switch (kind) {
      case CONNECTION_DROPS -> connections(host, fabric::drop);
      case LINK_STALLS -> {
        long until = timeline.now() + timeline.chance.sized(0, LONGEST_ABSENCE_NANOS / 2);
        connections(host, socket -> socket.out().stall(until));
      }
      case LINK_STALLS_FOR_EVER -> connections(host, socket -> {
        fabric.excuse(socket, Excuse.STALLED);
        socket.out().stall(Long.MAX_VALUE);
      });
      case PROVIDER_LEAVES -> leave(host);
      case SWITCH_STOPS -> {
        excuseAll(Excuse.STOPPED);
        inProcess(host, host::stop);
      }
      case PROCESS_DIES -> die(host);
      case LISTENER_CLOSES -> {
        excuseAll(Excuse.LISTENER_GONE);
        servers.get(timeline.chance.below(servers.size())).close();
      }
    }
  }

  private void connections(Host host, Consumer<FabricSocket> action) {
    for (FabricSocket socket : List.copyOf(host.provider().open())) {
      if (socket.isConnected() && timeline.chance.oneIn(2)) {
        action.accept(socket);
      }
    }
  }

  private void leave(Host host) {
    excuseAll(Excuse.PROVIDER_LEFT);
    inProcess(host, host::removeProvider);
    if (timeline.chance.oneIn(2)) {
      timeline.within(LONGEST_ABSENCE_NANOS, host.process(), "provider returns",
          host::addProvider);
    }
  }

  private void die(Host host) {
    if (host.isWaiting()) {
      timeline.after(TimeUnit.MILLISECONDS.toNanos(1), fabric.network, "PROCESS_DIES",
          () -> happen(Kind.PROCESS_DIES, host));
      return;
    }
    excuseAll(Excuse.DIED);
    servers.stream().filter(server -> server.isOn(host)).forEach(Server::vanish);
    host.die();
  }

  private void inProcess(Host host, Runnable action) {
    timeline.within(1_000, host.process(), "trouble", action);
  }

  private void excuseAll(Excuse excuse) {
    conversations.forEach(one -> one.excuse(excuse));
  }
}
