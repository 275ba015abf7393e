package org.sanswitch.impl.simulation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sanswitch.impl.provider.Hosts;
import org.sanswitch.impl.session.SessionSettings;

/** Two whole switches over a simulated fabric, on one thread: what a seed makes of them. */
final class Simulation {

  private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(20);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int FIRST_PORT = 40_000;
  private static final int LISTENING_PORT = 80;

  /**
   * What became of a seed.
   *
   * @param failure what was wrong, or null
   * @param trace what happened
   * @param tally what was reached
   */
  record Result(String failure, Trace trace, Tally tally) {}

  private final Chance chance;
  private final Timeline timeline;
  private final Fabric fabric;
  private final boolean troubled;
  private final List<Host> hosts = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();
  private final Map<Integer, Conversation> conversations = new LinkedHashMap<>();

  private Simulation(long seed, Mutation mutation, Trace trace) {
    chance = new Chance(seed);
    timeline = new Timeline(chance, trace);
    troubled = mutation == Mutation.NONE && chance.oneIn(2);
    fabric = new Fabric(timeline, new Faults(chance, troubled), new Mutations(mutation, chance));
    for (int i = 0; i < 2; i++) {
      hosts.add(new Host(fabric, 1 + i, Hosts.address("10.0.0." + (1 + i)), settings(),
          Limits.of(chance)));
    }
  }

  private SessionSettings settings() {
    return new SessionSettings(chance.sized(1, 40), chance.sized(1, 40), chance.sized(4, 16),
        512 + chance.sized(0, 16_000), chance.sized(4, 32), 0,
        TimeUnit.MILLISECONDS.toNanos(chance.between(500, 5_000)),
        TimeUnit.MILLISECONDS.toNanos(chance.between(200, 5_000)),
        TimeUnit.MILLISECONDS.toNanos(chance.between(1, 20)), TimeUnit.SECONDS.toNanos(30),
        chance.sized(512, 20_000), TimeUnit.MILLISECONDS.toNanos(chance.between(50, 2_000)));
  }

  /** Runs one seed. */
  static Result run(long seed, Mutation mutation, boolean print) {
    Trace trace = new Trace(print);
    Simulation simulation = new Simulation(seed, mutation, trace);
    Complaints complaints = new Complaints(simulation.timeline);
    try {
      simulation.run();
    } finally {
      complaints.close();
    }
    Tally tally = new Tally();
    simulation.conversations.values().forEach(tally::add);
    return new Result(simulation.timeline.failure(), trace, tally);
  }

  private void run() {
    for (Host host : hosts) {
      timeline.after(0, host.process(), "start", host::addProvider);
    }
    if (!troubled) {
      timeline.runUntil(() -> hosts.stream().allMatch(host -> host.theSwitch().hasProvider()),
          BOUND_NANOS);
    }
    listen();
    converse();
    if (troubled) {
      new Trouble(fabric, hosts, servers, List.copyOf(conversations.values())).plan();
    }
    if (!timeline.runUntil(this::isOver, BOUND_NANOS) && timeline.failure() == null) {
      timeline.fail("not over: " + hosts.stream().map(Host::liveSessions).toList()
          + " sessions alive");
    }
    end();
  }

  private void listen() {
    for (Host host : hosts) {
      InetSocketAddress at =
          new InetSocketAddress(host.provider().address(), LISTENING_PORT);
      Server server = new Server(timeline, host, at, conversations);
      servers.add(server);
      int backlog = chance.sized(1, 8);
      timeline.after(0, host.process(), "listen", () -> server.listen(backlog));
    }
  }

  private void converse() {
    boolean tame = chance.oneIn(2);
    for (int left = chance.between(1, 4); left > 0; left--) {
      int from = chance.below(hosts.size());
      Conversation conversation = new Conversation(FIRST_PORT + left, hosts.get(from).process(),
          tame ? Habits.wellBehaved(chance) : Habits.any(chance),
          tame ? Habits.wellBehaved(chance) : Habits.any(chance));
      conversations.put(conversation.port(), conversation);
      fabric.add(conversation);
      InetSocketAddress to =
          new InetSocketAddress(hosts.get(1 - from).provider().address(), LISTENING_PORT);
      int patience = tame || !chance.oneIn(6) ? -1 : chance.sized(1, 20);
      Client client = new Client(timeline, hosts.get(from), conversation, to, patience);
      int latest = chance.oneIn(2) ? 1_000_000 : 200_000_000;
      timeline.after(1 + chance.sized(0, latest), hosts.get(from).process(), "connect",
          client::connect);
    }
  }

  private boolean isOver() {
    for (Conversation conversation : conversations.values()) {
      if (!conversation.isOver()) {
        return false;
      }
    }
    return hosts.stream().mapToInt(Host::liveSessions).sum() == 0;
  }

  private void end() {
    servers.forEach(Server::close);
    for (Host host : hosts) {
      timeline.after(0, host.process(), "stop", host::stop);
    }
    timeline.runUntil(() -> false, timeline.now() + QUIET_NANOS);
    Verdict verdict = new Verdict(timeline, mayFallBack());
    conversations.values().forEach(verdict::judge);
    for (Host host : hosts) {
      if (!host.remains().isEmpty()) {
        timeline.fail("host " + host.process().number() + " is stopped, left behind: "
            + host.remains());
      }
      verdict.judgeLedger(host, ends(host));
    }
  }

  /** {@return whether connections may be left to TCP/IP, also after what befell others (CON-2)} */
  private boolean mayFallBack() {
    return troubled || fabric.faults.mayFallBack()
        || conversations.values().stream().anyMatch(one -> !one.excuses().isEmpty());
  }

  private List<StreamEnd> ends(Host host) {
    List<StreamEnd> ends = new ArrayList<>();
    for (Conversation conversation : conversations.values()) {
      ends.addAll(conversation.servers());
      if (conversation.client() != null) {
        ends.add(conversation.client());
      }
    }
    return ends.stream().filter(end -> end.isOf(host.process())).toList();
  }
}
