package org.sanswitch.bench.loops;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sanswitch.impl.provider.ProviderView;
import org.sanswitch.provider.emu.LoopAdapter;
import org.sanswitch.provider.hal.HalProvider;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.NetworkEvent.Kind;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WspProcedureTable;

/** Two sockets of the hardware abstraction over emulated hardware: what sessions build on. */
public final class HalLoop implements Loop {

  private static final int BOUND_SECONDS = 10;
  private static final int FIRST_BYTES = 16;

  private final Shm directory = Shm.make();
  private final WspProcedureTable table;
  private final Message message;
  private final HalEnd a;
  private final HalEnd b;

  /** Connects them. */
  public HalLoop(int bytes) throws Exception {
    message = new Message(bytes);
    table = HalProvider.of(LoopAdapter.in(directory.path()))
      .wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP,
          new ProviderView("emu", System::nanoTime));
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel tcp = ServerSocketChannel.open().bind(loopback)) {
      InetSocketAddress address = (InetSocketAddress) tcp.getLocalAddress();
      Semaphore events = new Semaphore(0);
      SocketDescriptor listener = table.wspSocket(StandardProtocolFamily.INET, null);
      table.wspBind(listener, address);
      table.wspEventSelect(listener, events::release, Kind.FD_ACCEPT);
      table.wspListen(listener, 1);

      SocketDescriptor client = table.wspSocket(StandardProtocolFamily.INET, null);
      table.wspBind(client, loopback);
      Semaphore connected = new Semaphore(0);
      table.wspEventSelect(client, connected::release, Kind.FD_CONNECT);
      table.wspConnect(client, address);
      await(events, "a request");
      WspProcedureTable.AcceptedSocket accepted =
          table.wspAccept(listener, (local, remote) -> Decision.CF_ACCEPT);
      if (accepted == null) {
        throw new IllegalStateException("the request had gone");
      }
      await(connected, "the connection");
      table.wspCloseSocket(listener);
      a = new HalEnd(table, client, bytes);
      b = new HalEnd(table, accepted.socket(), bytes);
    }
    // As between sessions, whose first messages are short: a receive of the provider takes them.
    Message first = new Message(FIRST_BYTES);
    a.send(first);
    b.receive();
    b.send(first);
    a.receive();
    a.awaitSent();
    b.awaitSent();
  }

  private static void await(Semaphore event, String what) throws InterruptedException {
    if (!event.tryAcquire(BOUND_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(what + " has not come within " + BOUND_SECONDS + " s");
    }
  }

  @Override
  public void pingPong() {
    a.send(message);
    b.receive();
    b.send(message);
    a.receive();
    a.awaitSent();
    b.awaitSent();
  }

  @Override
  public void oneWay() {
    a.send(message);
    a.awaitSent();
    b.receive();
  }

  @Override
  public void verify() {
    message.verify(b.lastReceived());
  }

  @Override
  public void close() throws Exception {
    a.close();
    b.close();
    table.wspCleanup();
    directory.close();
  }
}
