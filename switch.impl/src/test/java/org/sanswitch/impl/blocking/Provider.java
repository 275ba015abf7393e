package org.sanswitch.impl.blocking;

/** In what way the provider does not answer. */
enum Provider {
  /** Every answer comes late. */
  DELAYS {
    @Override
    void stall(StallingProvider provider, Stall... stalls) {
      provider.delayMillis(Net.NEVER_MILLIS);
      provider.hold(stalls);
    }
  },
  /** The answers come when the call is over. */
  STALLS {
    @Override
    void stall(StallingProvider provider, Stall... stalls) {
      provider.hold(stalls);
    }
  },
  /** No answer comes, not even to WSPCloseSocket. */
  NEVER {
    @Override
    void stall(StallingProvider provider, Stall... stalls) {
      provider.hold(stalls);
      provider.hold(Stall.ABORTS, Stall.HANDLES);
    }
  };

  abstract void stall(StallingProvider provider, Stall... stalls);
}
