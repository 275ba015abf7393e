package org.sanswitch.tck.broken;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.example.ExampleAdapter;

/**
 * Stands between the hardware abstraction and the example adapter and passes everything on, calls and
 * callbacks. Who overrides one function changes one thing.
 */
abstract class AdapterForwarding implements SanAdapter, AdapterHandler {

  private final ExampleAdapter good = new ExampleAdapter();
  private final Map<ConnectionRequest, ConnectionRequest> requests = new ConcurrentHashMap<>();

  /** Guard: written in open, before any callback. */
  private volatile AdapterHandler handler;

  @Override
  public AdapterInfo info() {
    return good.info();
  }

  @Override
  public void open(AdapterHandler to) throws AdapterException {
    handler = to;
    good.open(this);
  }

  @Override
  public List<ServedAddress> addresses() {
    return good.addresses();
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    return good.listen(local, backlog);
  }

  /** The good queue pair has ours as its context. */
  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    Pair pair = pair(context);
    pair.good = good.createQueuePair(pair);
    return pair;
  }

  Pair pair(Object context) {
    return new Pair(context);
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    return good.processEvents(maxWaitNanos);
  }

  @Override
  public void wakeup() {
    good.wakeup();
  }

  @Override
  public void close() {
    good.close();
  }

  @Override
  public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
    handler.connectionRequested(listener,
        requests.computeIfAbsent(request, AdapterForwarding::unwrapping));
  }

  /** The good adapter takes its own queue pairs only. */
  private static ConnectionRequest unwrapping(ConnectionRequest request) {
    return new ConnectionRequest() {
      @Override
      public InetSocketAddress local() {
        return request.local();
      }

      @Override
      public InetSocketAddress remote() {
        return request.remote();
      }

      @Override
      public void accept(QueuePair queuePair) throws AdapterException {
        request.accept(((Pair) queuePair).good);
      }

      @Override
      public void reject(AdapterError error) {
        request.reject(error);
      }
    };
  }

  @Override
  public void requestWithdrawn(ConnectionRequest request) {
    handler.requestWithdrawn(requests.get(request));
  }

  @Override
  public void connected(QueuePair queuePair) {
    handler.connected((Pair) queuePair.context());
  }

  @Override
  public void connectFailed(QueuePair queuePair, AdapterException cause) {
    handler.connectFailed((Pair) queuePair.context(), cause);
  }

  @Override
  public void disconnected(QueuePair queuePair) {
    handler.disconnected((Pair) queuePair.context());
  }

  @Override
  public void completionsReady(QueuePair queuePair) {
    handler.completionsReady((Pair) queuePair.context());
  }

  @Override
  public void addressesChanged() {
    handler.addressesChanged();
  }

  @Override
  public void failed(AdapterException cause) {
    handler.failed(cause);
  }

  /** A queue pair with its completion queue. */
  static class Pair implements QueuePair, CompletionQueue {

    private final Object context;

    /** Guard: written before anybody else has the pair. */
    private QueuePair good;

    Pair(Object context) {
      this.context = context;
    }

    @Override
    public Object context() {
      return context;
    }

    @Override
    public void connect(InetSocketAddress local, InetSocketAddress remote)
        throws AdapterException {
      good.connect(local, remote);
    }

    @Override
    public MemoryRegion allocate(long bytes) throws AdapterException {
      return good.allocate(bytes);
    }

    @Override
    public MemoryRegion register(MemorySegment memory, Set<Access> access)
        throws AdapterException {
      return good.register(memory, access);
    }

    @Override
    public void deregister(MemoryRegion region) throws AdapterException {
      good.deregister(region);
    }

    @Override
    public AdapterError postSend(long id, BufferVector message) {
      return good.postSend(id, message);
    }

    @Override
    public AdapterError postReceive(long id, MemoryRegion region, long offset, int length) {
      return good.postReceive(id, region, offset, length);
    }

    @Override
    public AdapterError postWrite(long id, BufferVector local, byte[] remote, long offset) {
      return good.postWrite(id, local, remote, offset);
    }

    @Override
    public AdapterError postRead(long id, BufferVector local, byte[] remote, long offset) {
      return good.postRead(id, local, remote, offset);
    }

    @Override
    public CompletionQueue completions() {
      return this;
    }

    @Override
    public InetSocketAddress local() {
      return good.local();
    }

    @Override
    public void disconnect() {
      good.disconnect();
    }

    @Override
    public void close() {
      good.close();
    }

    @Override
    public int poll(Sink sink, int max) {
      return good.completions().poll(sink, max);
    }

    @Override
    public boolean arm() {
      return good.completions().arm();
    }

    @Override
    public void await(long nanos) {
      good.completions().await(nanos);
    }

    @Override
    public void wake() {
      good.completions().wake();
    }
  }
}
