package org.sanswitch.impl.simulation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Hands messages to their receivers; does one thing wrong if asked for. */
final class Mutations {

  private static final int DATA_LIMIT = 2;

  private final Mutation mutation;
  private int countdown;
  private Message held;
  private FabricSocket poorer;

  Mutations(Mutation mutation, Chance chance) {
    this.mutation = mutation;
    countdown = mutation == Mutation.NONE ? -1 : chance.sized(4, 40);
  }

  /** Lets a message arrive. */
  void deliver(FabricSocket to, Message message) {
    if (held != null) {
      Message late = held;
      held = null;
      to.arrived(message);
      to.arrived(late);
      return;
    }
    if (poorer == to) {
      lessen(message.bytes());
    }
    boolean now =
        mutation != Mutation.LOSE_COMPLETION && mutation != Mutation.FLIP_MOVED && isNow();
    switch (now ? mutation : Mutation.NONE) {
      case DROP -> {}
      case DUPLICATE -> {
        to.arrived(message);
        to.arrived(message);
      }
      case SWAP -> held = message;
      case FLIP -> {
        if (message.streamBytes() > 0) {
          message.bytes()[message.bytes().length - 1] ^= 1;
        } else {
          countdown = 1;
        }
        to.arrived(message);
      }
      case LOSE_CREDIT -> {
        poorer = to;
        lessen(message.bytes());
        to.arrived(message);
      }
      default -> to.arrived(message);
    }
  }

  /** RDMA has moved something. */
  void moved(MemorySegment bytes) {
    if (mutation == Mutation.FLIP_MOVED && isNow()) {
      byte first = bytes.get(ValueLayout.JAVA_BYTE, 0);
      bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) (first ^ 1));
    }
  }

  private static void lessen(byte[] bytes) {
    int limit = (bytes[DATA_LIMIT] & 0xFF) + ((bytes[DATA_LIMIT + 1] & 0xFF) << 8) - 1;
    bytes[DATA_LIMIT] = (byte) limit;
    bytes[DATA_LIMIT + 1] = (byte) (limit >>> 8);
  }

  /** {@return whether nobody is to be told of this completion} */
  boolean isCompletionLost() {
    return mutation == Mutation.LOSE_COMPLETION && isNow();
  }

  private boolean isNow() {
    return countdown > 0 && --countdown == 0;
  }
}
