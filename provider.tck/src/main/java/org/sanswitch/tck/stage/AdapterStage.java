package org.sanswitch.tck.stage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.tck.AdapterUnderTest;

/** What a direct check of adapters plays on: two open adapters, without the hardware abstraction. */
@SuppressWarnings("try") // close may be interrupted: the runner ends checks that hang
public final class AdapterStage implements AutoCloseable {

  private static final int BACKLOG = 4;

  private final Stage stage;
  private final AdapterEnd client;
  private final AdapterEnd server;
  private final List<QueuePair> queuePairs = new ArrayList<>();
  private final List<AdapterListener> listeners = new ArrayList<>();

  /** Two connected queue pairs. */
  public record Link(Queues client, Queues server) {}

  /**
   * Opens the adapters.
   *
   * @param stage names them, and has the trace and the findings
   * @param provider makes them
   * @throws NotShown if they do not open
   */
  @SuppressWarnings("ReferenceEquality") // the same object at both ends
  public AdapterStage(Stage stage, AdapterUnderTest provider) throws NotShown {
    this.stage = stage;
    AdapterUnderTest.Adapters adapters;
    try {
      adapters = provider.adapters();
    } catch (Exception e) {
      throw new NotShown("the adapter under test made no adapters: " + e, e);
    }
    boolean one = adapters.client() == adapters.server();
    client = AdapterEnd.open(one ? "both" : "client", adapters.client(), stage.trace(),
        stage.findings());
    server = one
        ? client
        : AdapterEnd.open("server", adapters.server(), stage.trace(), stage.findings());
  }

  /** {@return where the kit connects} */
  public AdapterEnd client() {
    return client;
  }

  /** {@return where the kit listens} */
  public AdapterEnd server() {
    return server;
  }

  /** {@return the trace, the findings, and TCP/IP listeners} */
  public Stage stage() {
    return stage;
  }

  private Duration bound() {
    return stage.provider().bound();
  }

  /** {@return an address to connect from} */
  public InetSocketAddress anyPort() {
    return new InetSocketAddress(stage.provider().address(), 0);
  }

  /**
   * Listens; the TCP/IP listener is there.
   *
   * @param at where
   * @param backlog how many requests may wait
   * @throws AdapterException as listen
   */
  public AdapterListener listen(InetSocketAddress at, int backlog) throws AdapterException {
    AdapterListener listener = server.adapter().listen(at, backlog);
    listeners.add(listener);
    return listener;
  }

  /**
   * {@return the queues of a fresh queue pair}
   *
   * @param end whose
   * @throws AdapterException as createQueuePair
   */
  public Queues queues(AdapterEnd end) throws AdapterException {
    QueuePair queuePair = end.adapter().createQueuePair(new Object());
    queuePairs.add(queuePair);
    return new Queues(queuePair, stage.trace(), stage.findings(), bound());
  }

  /**
   * Waits for the next request.
   *
   * @param number how many there must be then
   * @return it
   * @throws NotShown if it does not come
   * @throws InterruptedException if the check is ended
   */
  public ConnectionRequest request(int number) throws NotShown, InterruptedException {
    if (!await(() -> server.callbacks("connectionRequested", null).size() >= number)) {
      throw new NotShown("no connectionRequested number " + number + " within the bound", null);
    }
    Object subject = server.callbacks("connectionRequested", null).get(number - 1).subject();
    if (subject instanceof ConnectionRequest request) {
      return request;
    }
    throw new NotShown("connectionRequested without a request", null);
  }

  /**
   * {@return two connected queue pairs; with receives that were posted before}
   *
   * @param client posts the client's receives
   * @param server posts the server's
   * @throws Exception if that fails
   */
  public Link connect(Before client, Before server) throws Exception {
    InetSocketAddress at = stage.tcpListener();
    listen(at, BACKLOG);
    int requests = this.server.callbacks("connectionRequested", null).size();
    Queues one = queues(this.client);
    Queues other = queues(this.server);
    client.post(one);
    server.post(other);
    one.queuePair().connect(anyPort(), at);
    request(requests + 1).accept(other.queuePair());
    if (!await(() -> !this.client.callbacks("connected", one.queuePair()).isEmpty())) {
      throw new NotShown("no connected after accept within the bound", null);
    }
    return new Link(one, other);
  }

  /** What is done to a queue pair before it connects. */
  @FunctionalInterface
  public interface Before {
    /**
     * Posts receives.
     *
     * @param queues where
     * @throws Exception if that fails
     */
    void post(Queues queues) throws Exception;
  }

  /**
   * Waits.
   *
   * @param condition for what
   * @return whether it came
   * @throws InterruptedException if the check is ended
   */
  public boolean await(java.util.function.BooleanSupplier condition) throws InterruptedException {
    return Bounded.await(bound(), condition);
  }

  @Override
  public void close() throws InterruptedException, IOException {
    queuePairs.forEach(QueuePair::close);
    listeners.forEach(AdapterListener::close);
    client.close(bound());
    if (!server.equals(client)) {
      server.close(bound());
    }
    stage.closeTcpListeners();
  }
}
