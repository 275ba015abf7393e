package org.sanswitch.tck.stage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.ProviderUnderTest;

/** What a check plays on: two started ends, in this process, with TCP/IP listeners where needed. */
@SuppressWarnings("try") // close may be interrupted: the runner ends checks that hang
public final class Stage implements AutoCloseable {

  private static final int BACKLOG = 8;
  private static final byte[] HELLO = "negotiation".getBytes(StandardCharsets.US_ASCII);

  private final ProviderUnderTest provider;
  private final Trace trace;
  private final Findings findings;

  /** Guard: itself. */
  private final List<ServerSocketChannel> listeners = new ArrayList<>();

  /** Guard: volatile. */
  private volatile @Nullable End client;

  /** Guard: volatile. */
  private volatile @Nullable End server;

  /**
   * Makes it; nothing is started yet.
   *
   * @param provider what is checked
   * @param trace what is seen
   * @param findings what is broken
   */
  public Stage(ProviderUnderTest provider, Trace trace, Findings findings) {
    this.provider = provider;
    this.trace = trace;
    this.findings = findings;
  }

  /** Two connected sockets. */
  public record Link(San listener, San client, San server) {}

  /** {@return what is checked} */
  public ProviderUnderTest provider() {
    return provider;
  }

  /** {@return what is seen} */
  public Trace trace() {
    return trace;
  }

  /** {@return what is broken} */
  public Findings findings() {
    return findings;
  }

  @SuppressWarnings("ReferenceEquality") // the same object at both ends
  private void start() throws NotShown {
    if (client != null) {
      return;
    }
    ProviderUnderTest.Ends ends;
    try {
      ends = provider.ends();
    } catch (Exception e) {
      throw new NotShown("the provider under test made no ends: " + e, e);
    }
    boolean one = ends.client() == ends.server();
    End first = End.start(one ? "both" : "client", ends.client(), provider.address(),
        provider.bound(), trace, findings);
    client = first;
    server =
        one
            ? first
            : End.start("server", ends.server(), provider.address(), provider.bound(), trace,
                findings);
  }

  /**
   * {@return where the kit connects; both ends are started with the first call}
   *
   * @throws NotShown if an end does not start
   */
  public End client() throws NotShown {
    start();
    End now = client;
    if (now == null) {
      throw new NotShown("the client is not started", null);
    }
    return now;
  }

  /**
   * {@return where the kit listens}
   *
   * @throws NotShown if an end does not start
   */
  public End server() throws NotShown {
    start();
    End now = server;
    if (now == null) {
      throw new NotShown("the server is not started", null);
    }
    return now;
  }

  /** {@return an upcall table of its own, for WSPStartupEx without a stage around it} */
  public UpcallTable upcalls(String side) {
    return new Upcalls(side, trace, findings);
  }

  /** {@return another stage for the same provider, with the same trace and findings} */
  public Stage another() {
    return new Stage(provider, trace, findings);
  }

  /** {@return the downcall that a thread is in, or null} */
  public @Nullable String running(Thread thread) {
    End one = client;
    End two = server;
    String running = one == null ? null : one.running(thread);
    return running != null || two == null ? running : two.running(thread);
  }

  /**
   * {@return the address of a fresh TCP/IP listener, which stays until the stage is closed (LIS-4)}
   *
   * @throws NotShown if there is none
   */
  public InetSocketAddress tcpListener() throws NotShown {
    try {
      ServerSocketChannel tcp =
          ServerSocketChannel.open().bind(new InetSocketAddress(provider.address(), 0));
      synchronized (listeners) {
        listeners.add(tcp);
      }
      return (InetSocketAddress) tcp.getLocalAddress();
    } catch (IOException e) {
      throw new NotShown("no TCP/IP listener at " + provider.address() + ": " + e, e);
    }
  }

  /**
   * Connects two sockets.
   *
   * @return them and the listener, which stays
   * @throws NotShown if that fails
   * @throws InterruptedException if the check is ended
   */
  public Link connect() throws NotShown, InterruptedException {
    try {
      Event requested = server().event("FD_ACCEPT");
      InetSocketAddress at = tcpListener();
      San listener = server().listen(at, BACKLOG, requested);
      return connect(listener, at, requested);
    } catch (WsaException e) {
      throw new NotShown("the connection could not be made: " + e.getMessage(), e);
    }
  }

  /**
   * Connects two sockets over a listener that is there.
   *
   * @param listener the listener
   * @param at its address
   * @param requested its event
   * @return them and the listener
   * @throws NotShown if that fails
   * @throws InterruptedException if the check is ended
   */
  public Link connect(San listener, InetSocketAddress at, Event requested)
      throws NotShown, InterruptedException {
    try {
      int before = requested.count();
      Event connected = client().event("FD_CONNECT");
      San one = client().socket();
      WsaError answer = one.connect(at, connected);
      if (!server().await(() -> requested.count() > before)) {
        throw new NotShown("no FD_ACCEPT for " + listener.handle() + " within the bound", null);
      }
      San other = server().accept(listener, (local, remote) -> Decision.CF_ACCEPT);
      WsaError result = one.connectResult(answer, connected);
      if (other == null || result != WsaError.NO_ERROR) {
        throw new NotShown("WSPConnect ended with " + result + ", WSPAccept with "
            + (other == null ? "no socket" : "a socket"), null);
      }
      return new Link(listener, one, other);
    } catch (WsaException e) {
      throw new NotShown("the connection could not be made: " + e.getMessage(), e);
    }
  }

  /**
   * Connects two sockets and sends a first message each way, as the switches do (SES-2).
   *
   * @return them and the listener
   * @throws NotShown if that fails
   * @throws Broken if a transfer breaks a rule
   * @throws InterruptedException if the check is ended
   */
  public Link session() throws NotShown, Broken, InterruptedException {
    Link link = connect();
    try {
      hello(link.client(), link.server());
      hello(link.server(), link.client());
    } catch (WsaException e) {
      throw new NotShown("the first messages did not pass: " + e.getMessage(), e);
    }
    return link;
  }

  private static void hello(San from, San to)
      throws WsaException, Broken, NotShown, InterruptedException {
    Operation receive = to.receive(false, HELLO.length);
    Operation send = from.send(false, HELLO);
    if (to.finish(receive, "CMP-3") != WsaError.NO_ERROR
        || from.finish(send, "CMP-3") != WsaError.NO_ERROR) {
      throw new NotShown("the first message: " + send + ", " + receive, null);
    }
  }

  /**
   * Watches for what must not happen.
   *
   * @throws InterruptedException if the check is ended
   */
  public void quiet() throws InterruptedException {
    Thread.sleep(provider.quiet());
  }

  /**
   * Ends both ends, judges what never came, and closes the TCP/IP listeners.
   *
   * @throws InterruptedException if the check is ended
   * @throws IOException if a TCP/IP listener does not close
   */
  @Override
  public void close() throws InterruptedException, IOException {
    End one = client;
    End other = server;
    if (one != null) {
      one.close();
    }
    if (other != null && other != one) {
      other.close();
    }
    if (one != null) {
      one.judgeRest();
    }
    if (other != null && other != one) {
      other.judgeRest();
    }
    closeTcpListeners();
  }

  /**
   * Closes the TCP/IP listeners; their companions are closed.
   *
   * @throws IOException if one does not close
   */
  public void closeTcpListeners() throws IOException {
    synchronized (listeners) {
      for (ServerSocketChannel each : listeners) {
        each.close();
      }
      listeners.clear();
    }
  }
}
