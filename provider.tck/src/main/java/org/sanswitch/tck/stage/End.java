package org.sanswitch.tck.stage;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.spi.WspProcedureTable.AcceptedSocket;

/** A provider that the kit has started, and what a switch does with it. */
public final class End {

  private final Trace trace;
  private final Findings findings;
  private final Upcalls upcalls;
  private final Downcalls downcalls;
  private final WspProcedureTable table;
  private final InetAddress address;
  private final Duration bound;

  /** Guard: itself. */
  private final List<San> sockets = new ArrayList<>();

  private End(
      String side, SanServiceProvider provider, InetAddress address, Duration bound, Trace trace,
      Findings findings) throws NotShown {
    this.address = address;
    this.bound = bound;
    this.trace = trace;
    this.findings = findings;
    this.upcalls = new Upcalls(side, trace, findings);
    this.downcalls = new Downcalls(trace, findings, upcalls);
    try {
      trace.add("down WSPStartupEx of the " + side);
      this.table =
          downcalls.wrap(provider.wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP,
              upcalls));
    } catch (WsaException e) {
      throw new NotShown("WSPStartupEx of the " + side + " failed: " + e.getMessage(), e);
    }
  }

  /**
   * Starts a provider.
   *
   * @param side name of this end
   * @param provider the provider
   * @param address the address that it serves
   * @param bound how long to wait for what must happen
   * @param trace what is seen
   * @param findings what is broken
   * @return the end
   * @throws NotShown if WSPStartupEx fails
   */
  public static End start(
      String side, SanServiceProvider provider, InetAddress address, Duration bound, Trace trace,
      Findings findings) throws NotShown {
    return new End(side, provider, address, bound, trace, findings);
  }

  /** {@return the functions of the provider, recorded} */
  public WspProcedureTable table() {
    return table;
  }

  /** {@return the handles that the provider has asked for} */
  public List<Handle> handles() {
    return upcalls.handles();
  }

  /** {@return an event object} */
  public Event event(String name) {
    return new Event(name, trace);
  }

  /** {@return the downcall that a thread is in, or null} */
  public @Nullable String running(Thread thread) {
    return downcalls.running(thread);
  }

  /**
   * {@return a socket of the family of the address under test}
   *
   * @throws WsaException as WSPSocket
   */
  public San socket() throws WsaException {
    return take(
        table.wspSocket(address instanceof Inet6Address
            ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET, null));
  }

  /**
   * Listens; the TCP/IP listener is there.
   *
   * @param at full address
   * @param backlog how many requests may wait
   * @param event for FD_ACCEPT
   * @return the listening socket
   * @throws WsaException as WSPBind and WSPListen
   */
  public San listen(InetSocketAddress at, int backlog, Event event) throws WsaException {
    San listener = socket();
    table.wspBind(listener.descriptor(), at);
    table.wspEventSelect(listener.descriptor(), event,
        org.sanswitch.spi.NetworkEvent.Kind.FD_ACCEPT);
    table.wspListen(listener.descriptor(), backlog);
    return listener;
  }

  /**
   * WSPAccept. Judges how the condition function is called (ACC-1).
   *
   * @param listener a listening socket
   * @param condition decides
   * @return the new socket, or null if the request had gone
   * @throws WsaException as WSPAccept
   */
  public @Nullable San accept(San listener, ConditionFunction condition) throws WsaException {
    Condition judged = new Condition(condition, trace, findings);
    AcceptedSocket accepted = null;
    try {
      accepted = table.wspAccept(listener.descriptor(), judged);
    } finally {
      judged.end(accepted != null);
    }
    return accepted == null ? null : take(accepted.socket());
  }

  private San take(SocketDescriptor descriptor) {
    Handle handle = downcalls.handleOf(descriptor);
    San socket =
        new San(this, Objects.requireNonNull(descriptor),
            handle == null ? new Handle("no handle", "") : handle);
    synchronized (sockets) {
      sockets.add(socket);
    }
    return socket;
  }

  /**
   * Waits for something that the provider brings about.
   *
   * @param condition what
   * @return whether it came within the bound
   * @throws InterruptedException if the check is ended
   */
  public boolean await(BooleanSupplier condition) throws InterruptedException {
    return Bounded.await(bound, condition);
  }

  /**
   * Ends the provider: waits for the last upcalls of closed sockets (CLO-4), then WSPCleanup (INI-7).
   *
   * @throws InterruptedException if the check is ended
   */
  public void close() throws InterruptedException {
    for (Handle each : handles()) {
      if (each.state() == Handle.State.CLOSING && !await(each::isClosed)) {
        findings.broken("CLO-4", "no WPUCloseSocketHandle for " + each + " within " + bound
            + " after WSPCloseSocket");
      }
    }
    table.wspCleanup();
  }

  /** Judges what never came; after {@link #close}. */
  public void judgeRest() {
    upcalls.judgeRest();
  }
}
