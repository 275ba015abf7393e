package org.sanswitch.bench.loops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.provider.emu.LoopAdapter;

/** Two queue pairs of emulated hardware: what the hardware abstraction builds on. */
public final class AdapterLoop implements Loop {

  private static final int BOUND_SECONDS = 10;
  private static final long EVENTS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Shm directory = Shm.make();
  private final Connected connected = new Connected();
  private final SanAdapter adapter = LoopAdapter.in(directory.path());
  private final Thread events;
  private final Message message;
  private final AdapterEnd a;
  private final AdapterEnd b;
  private volatile boolean closed;

  /** Connects them. */
  public AdapterLoop(int bytes) throws Exception {
    message = new Message(bytes);
    adapter.open(connected);
    events = Thread.ofPlatform().daemon().name("events").start(this::processEvents);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel tcp = ServerSocketChannel.open().bind(loopback)) {
      AdapterListener listener =
          adapter.listen((InetSocketAddress) tcp.getLocalAddress(), 1);
      a = new AdapterEnd(adapter.createQueuePair(this), bytes);
      b = new AdapterEnd(adapter.createQueuePair(this), bytes);
      a.queuePair.connect(loopback, (InetSocketAddress) tcp.getLocalAddress());
      connected.request().accept(b.queuePair);
      connected.await();
      listener.close();
    }
  }

  private void processEvents() {
    while (!closed) {
      adapter.processEvents(EVENTS_NANOS);
    }
  }

  @Override
  public void pingPong() {
    a.send(message);
    b.receive();
    b.send(message);
    a.receive();
    a.awaitSent(1);
    b.awaitSent(1);
  }

  @Override
  public void oneWay() {
    a.send(message);
    a.awaitSent(1);
    b.receive();
  }

  @Override
  public void verify() {
    message.verify(b.lastReceived());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    a.queuePair.close();
    b.queuePair.close();
    closed = true;
    adapter.close();
    events.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
    directory.close();
  }

  /** Hands over what the event thread is told while the two connect. */
  private static final class Connected implements AdapterHandler {

    private final BlockingQueue<Object> told = new ArrayBlockingQueue<>(4);

    ConnectionRequest request() throws InterruptedException {
      return (ConnectionRequest) await();
    }

    Object await() throws InterruptedException {
      Object next = told.poll(BOUND_SECONDS, TimeUnit.SECONDS);
      if (next == null || next instanceof Exception) {
        throw new IllegalStateException("not connected within " + BOUND_SECONDS + " s: " + next);
      }
      return next;
    }

    @Override
    public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
      told.add(request);
    }

    @Override
    public void requestWithdrawn(ConnectionRequest request) {
      told.add(new IllegalStateException("the request was withdrawn"));
    }

    @Override
    public void connected(QueuePair queuePair) {
      told.add(queuePair);
    }

    @Override
    public void connectFailed(QueuePair queuePair, AdapterException cause) {
      told.add(cause);
    }

    @Override
    public void disconnected(QueuePair queuePair) {}

    @Override
    public void completionsReady(QueuePair queuePair) {}

    @Override
    public void addressesChanged() {}

    @Override
    public void failed(AdapterException cause) {
      told.offer(cause);
    }
  }
}
