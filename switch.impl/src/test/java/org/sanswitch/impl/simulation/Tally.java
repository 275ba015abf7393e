package org.sanswitch.impl.simulation;

import java.util.EnumSet;
import java.util.Set;
import org.sanswitch.api.EndReason;

/** What simulations have reached, so that it can be seen that they are not about nothing. */
final class Tally {

  private final Set<Excuse> excuses = EnumSet.noneOf(Excuse.class);
  private final Set<EndReason> reasons = EnumSet.noneOf(EndReason.class);
  private long conversations;
  private long whole;
  private long bytes;
  private long moved;

  /** Adds what became of a conversation. */
  void add(Conversation conversation) {
    conversations++;
    moved += conversation.moved();
    excuses.addAll(conversation.excuses());
    StreamEnd client = conversation.client();
    StreamEnd server = conversation.server();
    if (client != null && server != null) {
      add(client);
      add(server);
      if (conversation.excuses().isEmpty()) {
        whole++;
      }
    }
  }

  private void add(StreamEnd end) {
    bytes += end.reading().received();
    EndReason reason = end.stream().endReason();
    if (reason != null) {
      reasons.add(reason);
    }
  }

  /** Adds what another simulation has reached. */
  void add(Tally other) {
    excuses.addAll(other.excuses);
    reasons.addAll(other.reasons);
    conversations += other.conversations;
    whole += other.whole;
    bytes += other.bytes;
    moved += other.moved;
  }

  Set<Excuse> excuses() {
    return excuses;
  }

  Set<EndReason> reasons() {
    return reasons;
  }

  long conversations() {
    return conversations;
  }

  /** {@return number of conversations that had to arrive whole} */
  long whole() {
    return whole;
  }

  long bytes() {
    return bytes;
  }

  /** {@return number of bytes that RDMA has moved} */
  long moved() {
    return moved;
  }
}
