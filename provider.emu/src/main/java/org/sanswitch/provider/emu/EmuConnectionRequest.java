package org.sanswitch.provider.emu;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** A link that a peer has opened: first silent, then reported, then accepted or over. */
final class EmuConnectionRequest implements ConnectionRequest {

  private enum State {
    SILENT,
    REPORTED,
    ACCEPTED,
    OVER
  }

  private final EmuDomain domain;
  private final EmuListener listener;
  private final EmuLink link;
  private final long since = System.nanoTime();
  /** Used by the event thread only. */
  private final ByteBuffer message =
      ByteBuffer.allocate(Hello.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  /** Guarded by this. SILENT, REPORTED, ACCEPTED; OVER from any of the first two. */
  private State state = State.SILENT;
  /** Set before the request is reported. */
  private @Nullable Hello hello;
  /** Guarded by this. Set once when accepted. */
  private @Nullable EmuQueuePair accepted;

  EmuConnectionRequest(EmuDomain domain, EmuListener listener, EmuLink link) {
    this.domain = domain;
    this.listener = listener;
    this.link = link;
  }

  long since() {
    return since;
  }

  @Override
  public InetSocketAddress local() {
    return hello().destination();
  }

  @Override
  public InetSocketAddress remote() {
    return hello().client();
  }

  private Hello hello() {
    return Objects.requireNonNull(hello, "a request is reported after its hello");
  }

  /** Watches the link; in the event thread. */
  void watch() throws IOException {
    link.watch(domain.loop(), this::ready);
  }

  /** The link has something to read, or has ended; in the event thread. */
  void ready() {
    State now;
    EmuQueuePair target;
    synchronized (this) {
      now = state;
      target = accepted;
    }
    if (target != null) {
      target.linkReady();
    } else if (now == State.SILENT) {
      readHello();
    } else if (now == State.REPORTED && end()) {
      // Nothing may come before the answer, so this is the end of the link or a breach.
      listener.decided(this);
      link.close();
      domain.tell(handler -> handler.requestWithdrawn(this));
    }
  }

  private void readHello() {
    try {
      if (!link.read(message)) {
        return;
      }
      Reply.Status status = judge();
      if (status == Reply.Status.ACCEPTED) {
        domain.tell(handler -> handler.connectionRequested(listener, this));
      } else if (end()) {
        answerAndClose(status);
      }
    } catch (IOException e) {
      drop();
    }
  }

  private Reply.Status judge() throws IOException {
    if (!link.isPeer(domain.user().user())) {
      return Reply.Status.OTHER_USER;
    }
    if (!Hello.isKnown(message)) {
      return Reply.Status.VERSION;
    }
    Hello said = Hello.decode(message);
    if (said == null) {
      return Reply.Status.INVALID;
    }
    Reply.Status status = listener.check(said.destination());
    if (status != Reply.Status.ACCEPTED) {
      return status;
    }
    hello = said;
    synchronized (this) {
      if (state != State.SILENT) {
        return Reply.Status.GONE;
      }
      if (!listener.admit(this)) {
        return Reply.Status.BACKLOG_FULL;
      }
      state = State.REPORTED;
    }
    return Reply.Status.ACCEPTED;
  }

  @Override
  public void accept(QueuePair queuePair) throws AdapterException {
    if (!(queuePair instanceof EmuQueuePair target) || !target.isOf(domain)) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "a queue pair of another adapter");
    }
    synchronized (this) {
      if (state != State.REPORTED) {
        throw gone("the request is " + state, null);
      }
      state = State.ACCEPTED;
    }
    listener.decided(this);
    try {
      SharedSegment peer =
          SharedSegment.attach(domain.user(), domain.slabs(), hello().segment());
      target.accepted(link, peer, local());
      synchronized (this) {
        accepted = target;
      }
      link.write(new Reply(Reply.Status.ACCEPTED, target.segmentId()).encode());
    } catch (AdapterException e) {
      answerAndClose(Reply.Status.NO_MEMORY);
      throw e;
    } catch (IOException e) {
      target.disconnect();
      throw gone("the peer has gone", e);
    }
  }

  @Override
  public void reject(AdapterError error) {
    reject(
        switch (error) {
          case BACKLOG_FULL -> Reply.Status.BACKLOG_FULL;
          case NO_RESOURCES -> Reply.Status.NO_MEMORY;
          default -> Reply.Status.REFUSED;
        });
  }

  /** Ends a request with an answer. */
  void reject(Reply.Status status) {
    if (end()) {
      listener.decided(this);
      answerAndClose(status);
    }
  }

  /** Ends a request that was not reported. */
  void drop() {
    if (end()) {
      listener.dropped(this);
      listener.decided(this);
      link.close();
    }
  }

  private synchronized boolean end() {
    boolean open = state == State.SILENT || state == State.REPORTED;
    state = open ? State.OVER : state;
    return open;
  }

  private void answerAndClose(Reply.Status status) {
    listener.dropped(this);
    try {
      link.write(new Reply(status, null).encode());
    } catch (IOException e) {
      System.getLogger(EmuConnectionRequest.class.getName())
        .log(System.Logger.Level.DEBUG, "the peer left before it was answered", e);
    } finally {
      link.close();
    }
  }

  private static AdapterException gone(String detail, @Nullable Throwable cause) {
    return new AdapterException(
        AdapterError.DISCONNECTED, RouteReason.PROVIDER_FAILED, detail, cause);
  }
}
