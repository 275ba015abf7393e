package org.sanswitch.impl.routing;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * On which addresses of one provider a listening socket gets companions.
 *
 * @param addresses where to bind; empty for none
 * @param why why there is none, or the empty string
 */
public record ListenPlan(List<InetSocketAddress> addresses, String why) {

  /** Copies the list. */
  public ListenPlan {
    addresses = List.copyOf(addresses);
  }
}
