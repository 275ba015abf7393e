package org.sanswitch.provider.emu;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/** The connecting side of a handshake, until it is answered; then the link's events go on here. */
final class ConnectAttempt {

  private final EmuDomain domain;
  private final EmuQueuePair queuePair;
  private final EmuLink link;
  private final InetSocketAddress destination;
  /** Used by the event thread only. */
  private final ByteBuffer message =
      ByteBuffer.allocate(Reply.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  /** Used by the event thread only. */
  private boolean answered;

  private ConnectAttempt(
      EmuDomain domain, EmuQueuePair queuePair, EmuLink link, InetSocketAddress destination) {
    this.domain = domain;
    this.queuePair = queuePair;
    this.link = link;
    this.destination = destination;
  }

  /**
   * Finds the listener that TCP/IP would reach, and asks it (LIS-4).
   *
   * @return the link, not watched yet
   * @throws AdapterException NOT_REACHED with the reason, or BACKLOG_FULL
   */
  static ConnectAttempt start(
      EmuDomain domain, EmuQueuePair queuePair, InetSocketAddress local, InetSocketAddress remote)
      throws AdapterException {
    if (remote.isUnresolved() || !domain.isLocal(remote.getAddress())) {
      throw new AdapterException(
          AdapterError.NOT_REACHED,
          RouteReason.NOT_IN_SUBNET,
          remote + " is not an address of this host");
    }
    long inode = domain.tcp().chosen(remote);
    EmuLink link = domain.rendezvous().connect(remote, inode);
    try {
      link.write(new Hello(local, remote, queuePair.segmentId()).encode());
    } catch (IOException e) {
      link.close();
      throw new AdapterException(
          AdapterError.NOT_REACHED,
          RouteReason.PROVIDER_FAILED,
          "the listener of " + remote + " has gone: " + e,
          e);
    }
    return new ConnectAttempt(domain, queuePair, link, remote);
  }

  EmuLink link() {
    return link;
  }

  /**
   * Waits for the answer.
   *
   * @throws IOException if it cannot be watched for
   */
  void watch() throws IOException {
    link.watch(domain.loop(), this::ready);
  }

  private void ready() {
    if (answered) {
      queuePair.linkReady();
      return;
    }
    try {
      if (!link.read(message)) {
        return;
      }
    } catch (IOException e) {
      fail(AdapterError.NOT_REACHED, RouteReason.PROVIDER_FAILED, "no answer: " + e, e);
      return;
    }
    answered = true;
    Reply reply = Reply.decode(message);
    if (reply == null) {
      fail(AdapterError.NOT_REACHED, RouteReason.VERSION, "an answer that is not known", null);
    } else if (reply.segment() == null) {
      fail(reply.status().error(), reply.status().reason(), "answer " + reply.status(), null);
    } else {
      finish(reply.segment());
    }
  }

  private void finish(SegmentId segment) {
    try {
      if (queuePair.connected(SharedSegment.attach(domain.user(), domain.slabs(), segment))) {
        domain.tell(handler -> handler.connected(queuePair));
      }
    } catch (AdapterException e) {
      fail(AdapterError.NOT_REACHED, e.reason(), String.valueOf(e.getMessage()), e);
    }
  }

  private void fail(
      AdapterError error, RouteReason reason, String detail, @Nullable Throwable cause) {
    if (queuePair.attemptFailed()) {
      AdapterException failure =
          new AdapterException(error, reason, destination + ": " + detail, cause);
      domain.tell(handler -> handler.connectFailed(queuePair, failure));
    }
  }
}
