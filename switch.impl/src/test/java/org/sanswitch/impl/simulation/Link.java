package org.sanswitch.impl.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.sanswitch.spi.WsaError;

/**
 * One direction of a connection: messages on their way, in order. A send completes when its message
 * is handed over; from then on it arrives, whatever the sender does, unless the fabric drops the
 * connection.
 */
final class Link {

  private final Fabric fabric;
  private final FabricSocket from;
  private final FabricSocket to;
  private final Deque<Message> handedOver = new ArrayDeque<>();
  private final Deque<Message> pending = new ArrayDeque<>();
  private long lastArrival;
  private long stalledUntil;
  private boolean dead;

  Link(Fabric fabric, FabricSocket from, FabricSocket to) {
    this.fabric = fabric;
    this.from = from;
    this.to = to;
  }

  /** Takes a message. */
  void carry(Message message) {
    pending.add(message);
    if (dead) {
      return;
    }
    Timeline timeline = fabric.timeline;
    if (timeline.chance.oneIn(2)) {
      timeline.within(from.limits().latency(), fabric.network, "hand over", this::handOverNext);
    }
    lastArrival = Math.max(Math.max(lastArrival, stalledUntil),
        timeline.now() + timeline.chance.sized(0, from.limits().latency()));
    if (lastArrival < Long.MAX_VALUE) {
      timeline.after(lastArrival - timeline.now(), fabric.network, "arrive", this::arrive);
    }
  }

  private void handOverNext() {
    Message next = dead ? null : pending.poll();
    if (next != null) {
      handOver(next);
    }
  }

  private void handOver(Message message) {
    message.handOver();
    if (!message.isReset()) {
      fabric.handedOver(from, message);
    }
    handedOver.add(message);
  }

  private void arrive() {
    if (handedOver.isEmpty()) {
      handOverNext();
    }
    Message next = handedOver.poll();
    if (next == null) {
      return;
    }
    if (next.isReset()) {
      to.lose();
    } else {
      fabric.mutations.deliver(to, next);
    }
  }

  /** Nothing arrives before that time. */
  void stall(long until) {
    stalledUntil = Math.max(stalledUntil, until);
    lastArrival = Math.max(lastArrival, stalledUntil);
    if (until == Long.MAX_VALUE) {
      dead = true;
    }
  }

  /** The sending end is gone: what is not handed over never arrives; then comes the reset. */
  void senderGone(WsaError status) {
    pending.forEach(message -> message.complete(status));
    pending.clear();
    if (!dead) {
      carry(Message.reset());
    }
  }

  /** The receiving end is gone: nothing arrives. */
  void receiverGone() {
    handedOver.clear();
    dead = true;
  }

  /** The reset has come back: what is pending never arrives. */
  void completePending(WsaError status) {
    dead = true;
    pending.forEach(message -> message.complete(status));
    pending.clear();
  }

  /** The fabric drops the connection: only so many of the messages arrive, then the reset. */
  void drop(int kept) {
    if (dead) {
      return;
    }
    while (handedOver.size() > kept) {
      handedOver.removeLast();
    }
    handedOver.add(Message.reset());
    lastArrival = Math.max(lastArrival,
        fabric.timeline.now() + fabric.timeline.chance.sized(0, from.limits().latency()));
    for (int i = 0; i < handedOver.size(); i++) {
      fabric.timeline.after(lastArrival - fabric.timeline.now(), fabric.network, "arrive",
          this::arrive);
    }
    dead = true;
  }

  /** {@return whether nothing moves any more} */
  boolean isDead() {
    return dead;
  }

  int handedOver() {
    return handedOver.size();
  }
}
