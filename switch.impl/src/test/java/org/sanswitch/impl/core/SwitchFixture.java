package org.sanswitch.impl.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.provider.Hosts;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.impl.session.SwitchCore;

/** A switch over scripted providers with a clock that a test moves. */
final class SwitchFixture implements AutoCloseable {

  static final InetSocketAddress REMOTE = new InetSocketAddress(Hosts.LOCAL, 8080);
  static final InetSocketAddress CLIENT = new InetSocketAddress(Hosts.LOCAL, 40_001);
  static final InetSocketAddress LISTENER = new InetSocketAddress(Hosts.LOCAL, 80);
  static final long FOR_EVER = Long.MAX_VALUE;
  static final SwitchCore.Binder BINDER = local -> new InetSocketAddress(local, 50_000);

  final AtomicLong clock = new AtomicLong();
  final FakeSessions sessions = new FakeSessions();
  final SwitchRuntime runtime;
  volatile HostAddresses host = Hosts.HOST;

  SwitchFixture() {
    SwitchSettings defaults = SwitchSettings.DEFAULT;
    runtime =
        new SwitchRuntime(new SwitchSettings(defaults.rules(), 2000, 2000, 600_000, 30_000, 50),
            sessions, () -> host, clock::get);
  }

  ScriptedProvider add(String name, int ranking) {
    ScriptedProvider provider = new ScriptedProvider();
    provider.addresses = List.of(ServedAddress.host(Hosts.LOCAL));
    add(provider, name, ranking);
    return provider;
  }

  void add(ScriptedProvider provider, String name, int ranking) {
    runtime.addProvider(provider, ScriptedProvider.properties(name, ranking, name.hashCode()));
  }

  static InetSocketAddress to(InetAddress host) {
    return new InetSocketAddress(host, 8080);
  }

  void passMillis(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Override
  public void close() {
    runtime.stop();
  }
}
