package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.Collection;
import java.util.Set;
import javax.inject.Inject;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.Rule;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.sanswitch.api.SanSwitch;
import plain.Net;

/** What tests of a changing switch have in common: its services are looked up when they are used. */
public abstract class SwitchTest {

  private static final String OURS = "(org.sanswitch.switch=true)";

  @Rule public final NothingLeft nothingLeft = new NothingLeft();

  @Inject private BundleContext context;

  /** The sockets that the switch offers now. */
  final Net net() throws Exception {
    return new Net(service(SocketFactory.class, null), service(ServerSocketFactory.class, null),
        service(SelectorProvider.class, OURS), service(AsynchronousChannelProvider.class, OURS));
  }

  /** The switch that runs now. */
  final SanSwitch runningSwitch() throws Exception {
    return service(SanSwitch.class, null);
  }

  /** A service, waited for within a bound. */
  final <T> T service(Class<T> type, String filter) throws Exception {
    return Await.value("service " + type.getName(), () -> find(type, filter), s -> s != null);
  }

  private <T> T find(Class<T> type, String filter) throws InvalidSyntaxException {
    Collection<ServiceReference<T>> references = context.getServiceReferences(type, filter);
    return references.isEmpty() ? null : context.getService(references.iterator().next());
  }

  /** Connects once, sends a byte each way; {@return route and reason at the connecting end} */
  final String routeOfOneConnection() throws Exception {
    try (ServerSocket listener = listen()) {
      return routeOfOneConnection(listener);
    }
  }

  /** The same to a listener that exists. */
  final String routeOfOneConnection(ServerSocket listener) throws Exception {
    RouteCounts before = RouteCounts.connected(runningSwitch());
    InetSocketAddress address = new InetSocketAddress(Net.loopback(), listener.getLocalPort());
    try (Socket client = net().sockets().createSocket()) {
      client.connect(address);
      try (Socket server = listener.accept()) {
        client.getOutputStream().write(17);
        assertEquals(17, server.getInputStream().read());
        server.getOutputStream().write(18);
        assertEquals(18, client.getInputStream().read());
      }
    }
    Set<String> used = RouteCounts.connected(runningSwitch()).usedSince(before);
    assertEquals("routes of one connection: " + used, 1, used.size());
    return used.iterator().next();
  }

  final ServerSocket listen() throws Exception {
    return net().servers().createServerSocket(0, 50, Net.loopback());
  }
}
