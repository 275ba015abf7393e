package org.sanswitch.spi;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/** The switch's condition function for WSPAccept (ACC-1). */
@FunctionalInterface
@ProviderType
public interface ConditionFunction {

  /** What to do with a connection request. */
  enum Decision {
    /** Take it. */
    CF_ACCEPT,
    /** Refuse it; WSAECONNREFUSED here and at the peer. */
    CF_REJECT
  }

  /**
   * Decides. Called in the thread that called WSPAccept, before it returns, and never afterwards.
   *
   * @param local the address that the peer connects to
   * @param remote the address of the peer
   * @return what to do
   */
  Decision decide(InetSocketAddress local, InetSocketAddress remote);
}
