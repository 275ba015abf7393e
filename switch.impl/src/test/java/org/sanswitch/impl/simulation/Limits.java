package org.sanswitch.impl.simulation;

/**
 * What a simulated provider can, and how it goes about it.
 *
 * @param maxMessage SO_MAX_MSG_SIZE in bytes
 * @param maxInject SO_MAX_INJECT_SIZE in bytes; 0: all memory has to be registered
 * @param maxReceives SO_MAX_RECEIVES
 * @param allocator whether it has WSPAllocateMemory
 * @param maxRdma SO_MAX_RDMA_SIZE in bytes; 0: there is no RDMA
 * @param threshold SO_RDMA_THRESHOLD_SIZE in bytes
 * @param read whether it has WSPRdmaRead
 * @param eager whether it makes upcalls also inside WSPSend, WSPRecv and WSPCloseSocket
 * @param latency greatest time that a message is on its way, in nanoseconds
 */
record Limits(int maxMessage, int maxInject, int maxReceives, boolean allocator, int maxRdma,
    int threshold, boolean read, boolean eager, int latency) {

  private static final Integer[] MESSAGES = {512, 600, 1_024, 4_096, 65_536};
  private static final Integer[] RECEIVES = {6, 7, 12, 40, 1_024};
  private static final Integer[] LATENCIES = {1_000, 20_000, 1_000_000, 20_000_000};

  static Limits of(Chance chance) {
    int message = chance.of(MESSAGES);
    int inject = switch (chance.below(3)) {
      case 0 -> 0;
      case 1 -> 64;
      default -> message;
    };
    return new Limits(message, inject, chance.of(RECEIVES), chance.oneIn(2),
        chance.oneIn(4) ? 0 : chance.sized(100, 100_000), chance.sized(50, 2_000),
        chance.oneIn(2), chance.oneIn(2), chance.of(LATENCIES));
  }
}
