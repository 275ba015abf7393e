package org.sanswitch.impl.blocking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.channels.PlatformSockets;
import org.sanswitch.impl.channels.SwitchSelectorProvider;
import org.sanswitch.impl.channels.SwitchServerSocketFactory;
import org.sanswitch.impl.channels.SwitchSocketFactory;
import org.sanswitch.impl.core.RunningSwitch;
import org.sanswitch.impl.session.SessionSettings;

/**
 * Sockets under test: the JDK's over TCP/IP, which are the measure, or those of a whole switch over
 * a {@link StallingProvider}. What it has opened it closes.
 */
final class Net implements AutoCloseable {

  /** Longer than any test waits: what ends earlier was ended by something else. */
  static final int NEVER_MILLIS = 120_000;

  private static final SelectorProvider JDK = SelectorProvider.provider();

  final SocketFactory sockets;
  final ServerSocketFactory serverSockets;
  final SelectorProvider channels;

  /** Null for the JDK's. */
  final @Nullable RunningSwitch running;

  final @Nullable StallingProvider provider;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private Net(@Nullable RunningSwitch running, @Nullable StallingProvider provider) {
    this.running = running;
    this.provider = provider;
    if (running == null) {
      sockets = SocketFactory.getDefault();
      serverSockets = ServerSocketFactory.getDefault();
      channels = JDK;
    } else {
      PlatformSockets platform = PlatformSockets.ofJdk();
      sockets = new SwitchSocketFactory(running.core(), platform);
      serverSockets = new SwitchServerSocketFactory(running.core(), platform);
      channels = new SwitchSelectorProvider(running.core(), JDK, null);
    }
  }

  static Net ofJdk() {
    return new Net(null, null);
  }

  /** A switch whose bounds for connecting and negotiating are beyond any test. */
  static Net ofSwitch() {
    return ofSwitch(patient(), NEVER_MILLIS);
  }

  static Net ofSwitch(SessionSettings settings, int connectBoundMillis) {
    RunningSwitch running = new RunningSwitch(settings, connectBoundMillis);
    return of(running, new StallingProvider());
  }

  /** A switch over a provider with RDMA. */
  static Net ofSwitchWithRdma(boolean read, long cancelMillis) {
    return of(
        new RunningSwitch(settings(NEVER_MILLIS, NEVER_MILLIS, cancelMillis), NEVER_MILLIS),
        new StallingProvider().withRdma(read));
  }

  private static Net of(RunningSwitch running, StallingProvider provider) {
    running.add(provider, StallingProvider.properties());
    return new Net(running, provider);
  }

  private static SessionSettings patient() {
    return settings(NEVER_MILLIS, NEVER_MILLIS);
  }

  static SessionSettings settings(long negotiationMillis, long closeMillis) {
    return settings(negotiationMillis, closeMillis, NEVER_MILLIS);
  }

  static SessionSettings settings(
      long negotiationMillis, long closeMillis, long rdmaCancelMillis) {
    SessionSettings usual = SessionSettings.DEFAULTS;
    return new SessionSettings(usual.dataReceives(), usual.firstReceives(), usual.controlReceives(),
        usual.bufferSize(), usual.sendBuffers(), usual.spinNanos(), negotiationMillis * 1_000_000L,
        closeMillis * 1_000_000L, usual.acknowledgeNanos(), usual.sendNanos(), usual.stagingSize(),
        rdmaCancelMillis * 1_000_000L);
  }

  /** Closes it with this. */
  <T extends AutoCloseable> T with(T opened) {
    open.push(opened);
    return opened;
  }

  /** {@return an address where TCP/IP listens and never answers: its backlog is full} */
  InetSocketAddress silent() throws IOException {
    ServerSocketChannel full = with(JDK.openServerSocketChannel());
    full.bind(anyPort(), 1);
    InetSocketAddress address = (InetSocketAddress) full.getLocalAddress();
    for (int i = 0; i < 3; i++) {
      SocketChannel filler = with(JDK.openSocketChannel());
      filler.configureBlocking(false);
      filler.connect(address);
    }
    return address;
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public void close() throws Exception {
    if (provider != null) {
      provider.release();
    }
    while (!open.isEmpty()) {
      open.pop().close();
    }
    if (running != null) {
      running.close();
    }
  }
}
