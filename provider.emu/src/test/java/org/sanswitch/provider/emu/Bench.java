package org.sanswitch.provider.emu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.provider.emu.fault.FaultPlan;
import org.sanswitch.provider.emu.fault.FaultyAdapter;

/** A directory of its own, adapters in it with a thread each, and a TCP/IP listener. */
final class Bench implements AutoCloseable {

  /** An open adapter whose events are processed. */
  final class Host implements AutoCloseable {
    final SanAdapter adapter;
    final Recorder events = new Recorder();
    private final Thread thread;
    private volatile boolean ended;

    Host(SanAdapter adapter) throws AdapterException {
      this.adapter = adapter;
      adapter.open(events);
      thread =
          Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!ended) {
                    adapter.processEvents(1_000_000_000L);
                  }
                });
    }

    QueuePair queuePair() throws AdapterException {
      return adapter.createQueuePair(this);
    }

    @Override
    public void close() {
      ended = true;
      adapter.close();
      try {
        thread.join(Recorder.BOUND_SECONDS * 1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  final Path directory;
  private final List<AutoCloseable> opened = new ArrayList<>();

  Bench() throws IOException {
    Path shm = Path.of("/dev/shm");
    directory =
        Files.isWritable(shm)
            ? Files.createTempDirectory(shm, "emu")
            : Files.createTempDirectory("emu");
  }

  Host host() throws AdapterException {
    return host(EmuSettings.in(directory));
  }

  Host host(EmuSettings settings) throws AdapterException {
    return host(new EmuAdapter(settings, "test"));
  }

  Host host(SanAdapter adapter) throws AdapterException {
    Host host = new Host(adapter);
    opened.add(host);
    return host;
  }

  /** A host with faults, each as in {@code drop.after=3}. */
  Host faulty(String... faults) throws AdapterException {
    return host(faultyAdapter(faults));
  }

  /** An adapter with faults that is not open. */
  SanAdapter faultyAdapter(String... faults) {
    FaultPlan plan = FaultPlans.of(faults);
    EmuSettings whole = EmuSettings.in(directory);
    EmuSettings settings =
        new EmuSettings(
            directory,
            whole.arenaSize(),
            Math.min(whole.maxMessageSize(), plan.messageSize()),
            whole.rdmaThreshold());
    return new FaultyAdapter(
        new EmuAdapter(settings, "test"), plan);
  }

  ServerSocketChannel tcp(InetSocketAddress at) throws IOException {
    ServerSocketChannel tcp = ServerSocketChannel.open().bind(at);
    opened.add(0, tcp);
    return tcp;
  }

  ServerSocketChannel tcp() throws IOException {
    return tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  static InetSocketAddress address(ServerSocketChannel tcp) throws IOException {
    return (InetSocketAddress) tcp.getLocalAddress();
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Two connected ends on two adapters. */
  record Pair(Host clientHost, Host serverHost, Peer client, Peer server) {}

  Pair pair() throws Exception {
    return pair(host(), host());
  }

  Pair pair(Host clientHost, Host serverHost) throws Exception {
    return pair(clientHost, serverHost, Peer.SLOTS);
  }

  Pair pair(Host clientHost, Host serverHost, int receives) throws Exception {
    return connect(clientHost, serverHost, new Peer(clientHost.queuePair(), 4096, receives),
        new Peer(serverHost.queuePair(), 4096, receives));
  }

  Pair connect(Host clientHost, Host serverHost, Peer client, Peer server) throws Exception {
    ServerSocketChannel tcp = tcp();
    AdapterListener listener = serverHost.adapter.listen(address(tcp), 8);
    opened.add(0, listener::close);
    client.queuePair.connect(anyPort(), address(tcp));
    ConnectionRequest request =
        (ConnectionRequest) serverHost.events.await("requested").subject();
    request.accept(server.queuePair);
    clientHost.events.await("connected");
    return new Pair(clientHost, serverHost, client, server);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    try (var all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
